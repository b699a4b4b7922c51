use super::classify;
use crate::ErrorKind::{self, *};
use crate::Refusal;

fn kind(status: u16, body: &str) -> ErrorKind {
    classify(&Refusal::read(Some(status), body.as_bytes()))
}

#[test]
fn the_code_says_more_than_the_status() {
    let quota = r#"{"error":{"type":"insufficient_quota","code":"credit_balance_exhausted"}}"#;
    assert_eq!(kind(429, quota), QuotaExhausted);
    assert_eq!(kind(429, r#"{"error":{"type":"engine_overloaded_error"}}"#), ServiceUnavailable);
    assert_eq!(kind(429, r#"{"error":{"type":"rate_limit_error"}}"#), RateLimit);
    assert_eq!(kind(400, r#"{"error":{"code":"context_length_exceeded"}}"#), ContextLength);
}

#[test]
fn a_status_alone_is_enough() {
    let table = [
        (400, BadRequest),
        (401, Authentication),
        (402, QuotaExhausted),
        (403, Upstream),
        (404, Upstream),
        (413, ContextLength),
        (429, RateLimit),
        (498, ServiceUnavailable),
        (500, Upstream),
        (502, ServiceUnavailable),
        (503, ServiceUnavailable),
        (504, Timeout),
        (529, ServiceUnavailable),
    ];
    for (status, want) in table {
        assert_eq!(kind(status, "<html>"), want, "{status}");
        let named = r#"{"error":{"type":"invalid_request_error"}}"#;
        assert_eq!(kind(status, named), want, "{status} named");
    }
}

#[test]
fn a_missing_model_is_told_from_a_wrong_path() {
    let anthropic = r#"{"error":{"type":"not_found_error","message":"model: claude-9"}}"#;
    assert_eq!(kind(404, anthropic), ModelNotFound);
    assert_eq!(kind(404, r#"{"error":"model 'llama9' not found"}"#), ModelNotFound);
    assert_eq!(kind(400, r#"{"error":{"code":"model_not_found"}}"#), ModelNotFound);
    assert_eq!(kind(404, r#"{"error":{"message":"no such path"}}"#), Upstream);
}

#[test]
fn a_prompt_that_is_too_long_is_told_by_its_message() {
    let long = r#"{"type":"error","error":{"type":"invalid_request_error",
        "message":"prompt is too long: 9 tokens > 8 maximum"}}"#;
    assert_eq!(kind(400, long), ContextLength);
}

#[test]
fn a_request_larger_than_a_minutes_tokens_is_too_long_and_not_a_matter_of_waiting() {
    let message = "Request too large for gpt-6-sol in organization org-1 on tokens per min (TPM): \
        Limit 200000, Requested 208334. The input or output tokens must be reduced.";
    for (status, code) in [(429, "rate_limit_exceeded"), (413, "rate_limit_exceeded")] {
        let body =
            format!(r#"{{"error":{{"type":"tokens","code":"{code}","message":"{message}"}}}}"#);
        assert_eq!(kind(status, &body), ContextLength, "{status}");
    }
    let reached = "Rate limit reached for gpt-6-sol on tokens per min (TPM): Limit 200000, \
        Used 199000, Requested 2000. Please try again in 300ms.";
    let body = format!(r#"{{"error":{{"code":"rate_limit_exceeded","message":"{reached}"}}}}"#);
    assert_eq!(kind(429, &body), RateLimit);
    let quota = r#"{"error":{"code":"insufficient_quota","message":"request too large for you"}}"#;
    assert_eq!(kind(429, quota), QuotaExhausted);
}

#[test]
fn a_bill_that_is_not_paid_is_a_quota_under_any_status() {
    for code in ["billing_not_active", "billing_hard_limit_reached", "insufficient_quota"] {
        for status in [400, 402, 403, 429] {
            let body = format!(r#"{{"error":{{"type":"invalid_request_error","code":"{code}"}}}}"#);
            assert_eq!(kind(status, &body), QuotaExhausted, "{status} {code}");
        }
    }
}

#[test]
fn a_prompt_that_a_filter_flags_is_no_wrong_request() {
    let flagged = r#"{"error":{"type":"invalid_request_error","code":"invalid_prompt","message":
        "Invalid prompt: your prompt was flagged as potentially violating our usage policy."}}"#;
    assert_eq!(kind(400, flagged), ContentFilter);
    let malformed = r#"{"error":{"code":"invalid_prompt","message":"missing input"}}"#;
    assert_eq!(kind(400, malformed), BadRequest);
    let azure =
        r#"{"error":{"code":"BadRequest","innererror":{"code":"ResponsibleAIPolicyViolation"}}}"#;
    assert_eq!(kind(400, azure), ContentFilter);
}

#[test]
fn a_flex_tier_without_room_is_a_service_that_is_unavailable() {
    let groq = r#"{"error":{"type":"capacity_exceeded","message":"Flex tier capacity exceeded"}}"#;
    assert_eq!(kind(498, groq), ServiceUnavailable);
    let openai = r#"{"error":{"type":"resource_unavailable","code":"resource_unavailable"}}"#;
    assert_eq!(kind(429, openai), ServiceUnavailable);
}

#[test]
fn the_reasons_are_asked_where_code_and_type_say_nothing() {
    let google = r#"{"error":{"code":400,"status":"INVALID_ARGUMENT","message":"API key not valid",
        "details":[{"reason":"API_KEY_INVALID"}]}}"#;
    assert_eq!(kind(400, google), Authentication);
    let said = google.replace("\"code\":400", "\"code\":\"context_length_exceeded\"");
    assert_eq!(kind(400, &said), ContextLength);
}
