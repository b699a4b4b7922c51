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
