//! Classifies refusals.

use super::Refusal;
use crate::ErrorKind;

/// Values of `code` and `type` that mean the same for every vendor that uses them.
const WORDS: &[(ErrorKind, &[&str])] = &[
    (
        ErrorKind::QuotaExhausted,
        &[
            "insufficient_quota",
            "credit_balance_exhausted",
            "organization_spend_limit_exceeded",
            "project_spend_limit_exceeded",
            "organization_usage_limit_exceeded",
            "enforced_spend_limit_reached",
            "exceeded_current_quota_error",
            "billing_error",
            "billing_not_active",
            "billing_hard_limit_reached",
        ],
    ),
    (
        ErrorKind::ServiceUnavailable,
        &[
            "overloaded_error",
            "server_is_overloaded",
            "engine_overloaded_error",
            // OpenAI's and Groq's codes for an exhausted flex tier.
            "resource_unavailable",
            "capacity_exceeded",
        ],
    ),
    (ErrorKind::RateLimit, &["rate_limit_exceeded", "slow_down", "rate_limit_reached_error"]),
    (ErrorKind::RateLimit, &["rate_limit_error", "too_many_requests", "RateLimitReached"]),
    (
        ErrorKind::ContextLength,
        &["context_length_exceeded", "exceed_context_size_error", "request_too_large"],
    ),
    (
        ErrorKind::ContentFilter,
        &["content_filter", "content_policy_violation", "ResponsibleAIPolicyViolation"],
    ),
    (
        ErrorKind::Authentication,
        &[
            "authentication_error",
            "invalid_api_key",
            "invalid_authentication_error",
            "incorrect_api_key_error",
            "API_KEY_INVALID",
        ],
    ),
    (ErrorKind::ModelNotFound, &["model_not_found"]),
    (ErrorKind::Timeout, &["timeout_error"]),
    (ErrorKind::BadRequest, &["invalid_request_error", "invalid_prompt"]),
];

/// Phrases for a request that is too long, with a plain 400, or with a 429 and a rate limit code: a
/// request that is larger than a whole minute's tokens ("Request too large for gpt-6-sol .. Limit
/// 30000, Requested 31000") fits no better later.
const TOO_LONG: &[&str] = &[
    "prompt is too long",
    "maximum context length",
    "context length exceeded",
    "exceeds the context window",
    "exceeded model token limit",
    "input token length too long",
    "exceeds the available context size",
    "request too large for",
];

/// Phrases for a request that a content filter rejected, with the code of an invalid request.
const FILTERED: &[&str] = &[
    "violating our usage policy",
    "flagged as potentially violating",
    "content management policy",
];

impl Refusal {
    /// Classifies the refusal by what vendors have in common. The code is more specific than the
    /// status: a 429 may be an empty account, or an overloaded engine.
    pub fn common_kind(&self) -> ErrorKind {
        classify(self)
    }
}

fn classify(refusal: &Refusal) -> ErrorKind {
    let named = named(refusal);
    let vague = matches!(named, None | Some(ErrorKind::BadRequest));
    let limited = named == Some(ErrorKind::RateLimit);
    match (named, refusal.status) {
        _ if (vague || limited) && says(refusal, TOO_LONG) => ErrorKind::ContextLength,
        _ if vague && says(refusal, FILTERED) => ErrorKind::ContentFilter,
        (_, Some(404)) if vague && names_a_model(refusal) => ErrorKind::ModelNotFound,
        // With these statuses, a code for an invalid request adds no information.
        (Some(ErrorKind::BadRequest), Some(status)) if status != 400 => kind_of_status(status),
        (Some(kind), _) => kind,
        (None, Some(status)) => kind_of_status(status),
        (None, None) => ErrorKind::Upstream,
    }
}

/// The kind named by the code, the type and the reasons, in this order. `BadRequest` is the least
/// specific.
fn named(refusal: &Refusal) -> Option<ErrorKind> {
    let words = [refusal.code.as_ref(), refusal.kind.as_ref()].into_iter().flatten();
    let mut kinds = words.chain(&refusal.reasons).filter_map(|word| kind_of_word(word));
    let vague = kinds.clone().next();
    kinds.find(|kind| *kind != ErrorKind::BadRequest).or(vague)
}

pub(super) fn kind_of_word(word: &str) -> Option<ErrorKind> {
    let row = WORDS.iter().find(|(_, words)| words.iter().any(|w| w.eq_ignore_ascii_case(word)));
    row.map(|(kind, _)| *kind)
}

fn kind_of_status(status: u16) -> ErrorKind {
    match status {
        400 | 422 => ErrorKind::BadRequest,
        401 => ErrorKind::Authentication,
        402 => ErrorKind::QuotaExhausted,
        408 | 504 => ErrorKind::Timeout,
        // From the vendor, or from a proxy with a limit in bytes: either way the request must
        // become shorter.
        413 => ErrorKind::ContextLength,
        429 => ErrorKind::RateLimit,
        498 | 502 | 503 | 529 => ErrorKind::ServiceUnavailable,
        _ => ErrorKind::Upstream,
    }
}

/// With a 404: "model: claude-9", "The model `gpt-9` does not exist", "model 'llama' not found".
fn names_a_model(refusal: &Refusal) -> bool {
    let message = refusal.message.as_deref().unwrap_or_default();
    message.to_ascii_lowercase().contains("model")
}

/// Whether the message contains one of `phrases`, if the status is unspecific.
fn says(refusal: &Refusal, phrases: &[&str]) -> bool {
    let Some(message) = &refusal.message else {
        return false;
    };
    let message = message.to_ascii_lowercase();
    matches!(refusal.status, None | Some(400 | 403 | 413 | 422 | 429 | 500))
        && phrases.iter().any(|phrase| message.contains(phrase))
}

#[cfg(test)]
mod tests;
