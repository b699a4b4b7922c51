//! Anthropic's own words for what went wrong.

use kei_router_core::ErrorKind;
use kei_router_core::codec::Refusal;
use kei_router_core::transport::Head;

/// Codes (`error.details.error_code`) of a spend limit or a bill that stands in the way. They come
/// under 402, and under 429 without a wait: trying again does not help.
const SPENT: &[&str] = &[
    "enforced_spend_limit_reached",
    "contract_spend_limit_reached",
    "linked_organization_spend_limit_reached",
    "linked_organization_billing_unavailable",
];

/// Phrases for causes that have no code, under a plain `invalid_request_error`.
const PHRASES: &[(&str, ErrorKind)] = &[
    ("credit balance is too low", ErrorKind::QuotaExhausted),
    ("reached your specified api usage limits", ErrorKind::QuotaExhausted),
    ("spend limit", ErrorKind::QuotaExhausted),
    ("exceed context limit", ErrorKind::ContextLength),
    ("blocked by content filtering policy", ErrorKind::ContentFilter),
];

pub(crate) fn classify(refusal: &Refusal, _: &Head) -> Option<ErrorKind> {
    if refusal.code.as_deref().is_some_and(|code| SPENT.contains(&code)) {
        return Some(ErrorKind::QuotaExhausted);
    }
    match refusal.common_kind() {
        ErrorKind::BadRequest | ErrorKind::RateLimit => by_phrase(refusal),
        _ => None,
    }
}

fn by_phrase(refusal: &Refusal) -> Option<ErrorKind> {
    let message = refusal.message.as_deref()?.to_ascii_lowercase();
    PHRASES.iter().find(|(phrase, _)| message.contains(phrase)).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::classify;
    use kei_router_core::ErrorKind;
    use kei_router_core::codec::Refusal;
    use kei_router_core::transport::Head;

    fn kind(status: u16, error: &str) -> ErrorKind {
        let body = format!(r#"{{"type":"error","error":{error},"request_id":"req_1"}}"#);
        let refusal = Refusal::read(Some(status), body.as_bytes());
        classify(&refusal, &Head::default()).unwrap_or_else(|| refusal.common_kind())
    }

    #[test]
    fn spend_limits_are_not_rate_limits() {
        let capped = r#"{"type":"rate_limit_error","message":"m",
            "details":{"error_code":"enforced_spend_limit_reached"}}"#;
        assert_eq!(kind(429, capped), ErrorKind::QuotaExhausted);
        let contract = capped.replace("enforced", "contract");
        assert_eq!(kind(429, &contract), ErrorKind::QuotaExhausted);
        let ramp = capped.replace("enforced_spend_limit_reached", "ramp_limit_exceeded");
        assert_eq!(kind(429, &ramp), ErrorKind::RateLimit);
        assert_eq!(kind(402, r#"{"type":"billing_error"}"#), ErrorKind::QuotaExhausted);
        let own = r#"{"type":"invalid_request_error",
            "message":"You have reached your specified API usage limits."}"#;
        assert_eq!(kind(400, own), ErrorKind::QuotaExhausted);
    }

    #[test]
    fn each_type_has_its_kind() {
        let table = [
            (400, "invalid_request_error", ErrorKind::BadRequest),
            (401, "authentication_error", ErrorKind::Authentication),
            (403, "permission_error", ErrorKind::Upstream),
            (404, "not_found_error", ErrorKind::Upstream),
            (413, "request_too_large", ErrorKind::ContextLength),
            (429, "rate_limit_error", ErrorKind::RateLimit),
            (500, "api_error", ErrorKind::Upstream),
            (504, "timeout_error", ErrorKind::Timeout),
            (529, "overloaded_error", ErrorKind::ServiceUnavailable),
        ];
        for (status, word, want) in table {
            assert_eq!(kind(status, &format!(r#"{{"type":"{word}"}}"#)), want, "{word}");
        }
    }

    #[test]
    fn too_long_is_told_by_its_message() {
        for message in [
            "prompt is too long: 3333404 tokens > 200000 maximum",
            "input length and `max_tokens` exceed context limit: 199000 + 8192 > 200000",
        ] {
            let error = format!(r#"{{"type":"invalid_request_error","message":"{message}"}}"#);
            assert_eq!(kind(400, &error), ErrorKind::ContextLength, "{message}");
        }
    }
}
