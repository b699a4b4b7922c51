//! The rules for kinds: of errors, by their words and their status; of finishes, by their word.

use super::{Extracted, text};
use kei_router::{ErrorKind, FinishKind};
use serde_json::Value;

/// What an error says, in lower case, and what it then is, whatever its status. The first row
/// that fits counts.
const SAID: [(&str, ErrorKind); 24] = [
    ("insufficient_quota", ErrorKind::QuotaExhausted),
    ("credit_balance", ErrorKind::QuotaExhausted),
    ("credit balance", ErrorKind::QuotaExhausted),
    ("spend_limit", ErrorKind::QuotaExhausted),
    ("usage_limit_exceeded", ErrorKind::QuotaExhausted),
    ("exceeded_current_quota", ErrorKind::QuotaExhausted),
    ("billing_error", ErrorKind::QuotaExhausted),
    ("context_length_exceeded", ErrorKind::ContextLength),
    ("exceed_context_size", ErrorKind::ContextLength),
    ("too_many_prompt_tokens", ErrorKind::ContextLength),
    ("prompt is too long", ErrorKind::ContextLength),
    ("maximum context length", ErrorKind::ContextLength),
    ("exceeded model token limit", ErrorKind::ContextLength),
    ("input token length too long", ErrorKind::ContextLength),
    ("content_filter", ErrorKind::ContentFilter),
    ("overloaded", ErrorKind::ServiceUnavailable),
    ("rate_limit", ErrorKind::RateLimit),
    ("slow_down", ErrorKind::RateLimit),
    ("model_not_found", ErrorKind::ModelNotFound),
    ("model not found", ErrorKind::ModelNotFound),
    ("not a valid model", ErrorKind::ModelNotFound),
    ("incorrect api key", ErrorKind::Authentication),
    ("authentication_error", ErrorKind::Authentication),
    ("invalid_api_key", ErrorKind::Authentication),
];

/// The kind that the rules give an error: by its words, by the status, by the status that stands
/// in the body, which is all that an error in mid-stream has.
pub(crate) fn expected_kind(status: Option<u16>, body: &Value) -> ErrorKind {
    let error = body.get("error").filter(|error| error.is_object()).unwrap_or(body);
    let words = ["code", "type", "message", "error"].map(|key| text(error, key));
    let words = words.join("\n").to_lowercase();
    if let Some((_, kind)) = SAID.iter().find(|(word, _)| words.contains(word)) {
        return *kind;
    }
    let inside = ["status_code", "raw_status_code", "code"];
    let inside = inside.iter().find_map(|key| error.get(*key)?.as_u64());
    let inside = inside.and_then(|status| u16::try_from(status).ok());
    match status.or(inside) {
        Some(400 | 422) => ErrorKind::BadRequest,
        Some(401) => ErrorKind::Authentication,
        Some(404) if words.contains("model") => ErrorKind::ModelNotFound,
        Some(402) => ErrorKind::QuotaExhausted,
        Some(408 | 504) => ErrorKind::Timeout,
        Some(413) => ErrorKind::ContextLength,
        Some(429) => ErrorKind::RateLimit,
        Some(502 | 503 | 529) => ErrorKind::ServiceUnavailable,
        None if words.contains("invalid_request") => ErrorKind::BadRequest,
        _ => ErrorKind::Upstream,
    }
}

/// The kind that the rules give a finish: tool use wherever there are calls, or a tool waits for
/// the caller, unless the reply was refused or cut.
pub(crate) fn finish_kind(extracted: &Extracted) -> FinishKind {
    let kind = match extracted.finish.as_deref().unwrap_or_default() {
        "stop" | "end_turn" | "stop_sequence" | "completed" => FinishKind::Stop,
        "length" | "model_length" | "max_tokens" | "max_output_tokens" => FinishKind::Length,
        "tool_calls" | "tool_use" | "function_call" => FinishKind::ToolUse,
        "content_filter" => FinishKind::ContentFilter,
        "refusal" => FinishKind::Refusal,
        "pause_turn" => FinishKind::Pause,
        _ => FinishKind::Other,
    };
    let is_whole = |arguments: &str| serde_json::from_str::<Value>(arguments).is_ok();
    let cut = extracted.calls.iter().any(|call| !is_whole(&call.arguments));
    match kind {
        FinishKind::ContentFilter | FinishKind::Refusal => kind,
        FinishKind::Length if cut => kind,
        _ if !extracted.calls.is_empty() => FinishKind::ToolUse,
        FinishKind::Stop if extracted.waits => FinishKind::ToolUse,
        FinishKind::Stop if extracted.refused => FinishKind::Refusal,
        kind => kind,
    }
}
