//! Errors in mid-stream: never a clean end.

use super::*;
use kei_router_core::{ErrorKind, LlmError};

/// The error of a stream that begins well and goes on so, `[DONE]` behind it.
fn failed(frame: &str) -> LlmError {
    let body = sse(&[TEXT]) + frame + &sse(&[STOP, DONE]);
    let played = play(&vendor(Dialect::PLAIN), true, &body);
    assert!(!played.events.contains(&StreamEvent::Done), "{frame}");
    let error = played.error.unwrap_or_else(|| panic!("no error: {frame}"));
    assert_eq!(error.partial().unwrap().message.content.text(), "Hi", "{frame}");
    error
}

#[test]
fn every_shape_is_the_error_that_its_status_would_be() {
    let limit = |json: &str| failed(&format!("data: {json}\n\n"));
    let shapes = [
        r#"{"error":{"message":"slow","type":"x","code":"rate_limit_exceeded"}}"#,
        r#"{"error":{"code":429,"message":"slow"},"choices":[{"delta":{"content":""},"finish_reason":null}]}"#,
        r#"{"error":{"code":429,"message":"slow"},"choices":[{"delta":{},"finish_reason":"error"}]}"#,
        r#"{"object":"error","message":"slow","type":"rate_limit_error","code":"1300"}"#,
        r#"{"type":"error","error":{"type":"rate_limit_error","message":"slow"}}"#,
        r#"{"choices":[{"delta":{},"error":{"code":429,"message":"slow"},"finish_reason":"error"}]}"#,
        r#"{"choices":[],"x_groq":{"error":{"code":"rate_limit_exceeded"}}}"#,
        r#"{"code":429,"message":"slow"}"#,
        r#"[{"error":{"code":429,"message":"slow"}}]"#,
    ];
    for shape in shapes {
        assert_eq!(limit(shape).kind(), ErrorKind::RateLimit, "{shape}");
    }
}

#[test]
fn an_error_may_say_little() {
    let frames = [
        "data: {\"error\":\"text\"}\n\n",
        "data: {\"error\":true}\n\n",
        "data: {\"detail\":\"text\"}\n\n",
        "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"error\"}]}\n\n",
        "data: {\"choices\":[],\"x_groq\":{\"error\":\"text\"}}\n\n",
        "event: error\ndata: {\"error\":{\"message\":\"text\"}}\n\n",
        "event: error\ndata: not JSON\n\n",
        "event: error\ndata: [DONE]\n\n",
    ];
    for frame in frames {
        assert_eq!(failed(frame).kind(), ErrorKind::Upstream, "{frame}");
    }
}

#[test]
fn an_empty_error_is_none() {
    for none in ["null", "\"\"", "{}", "false"] {
        let chunk = format!(r#"{{"error":{none},"choices":[{{"delta":{{"content":"!"}}}}]}}"#);
        let played = strict(&[TEXT, &chunk, STOP, DONE]);
        assert_eq!(played.finish().unwrap().message.content.text(), "Hi!", "{none}");
    }
}

#[test]
fn what_comes_with_an_error_is_kept() {
    let chunk = r#"{"error":{"message":"x"},"choices":[{"delta":{"content":"!"}}],"usage":{"prompt_tokens":43}}"#;
    let error = strict(&[TEXT, chunk]).error.unwrap();
    let partial = error.partial().unwrap();
    assert_eq!((partial.message.content.text().as_ref(), partial.usage.input), ("Hi!", Some(43)));
}

#[test]
fn malformed_json_is_corrupt() {
    for bad in ["{", r#"{"id":"chatcmpl-jQugNdata:{"#, "nonsense", "[]", "5"] {
        let error = strict(&[TEXT, bad, STOP, DONE]).error.unwrap();
        assert_eq!(error.kind(), ErrorKind::Corrupt, "{bad}");
        assert_eq!(error.body(), Some(bad));
    }
}

#[test]
fn a_field_named_error_is_heard_when_nothing_else_ends_the_stream() {
    let body = sse(&[TEXT]) + "error: {\"error\":{\"message\":\"x\",\"code\":503}}\n\n";
    let error = play(&vendor(Dialect::PLAIN), true, &body).error.unwrap();
    assert_eq!(error.kind(), ErrorKind::ServiceUnavailable);
}

#[test]
fn the_dialect_may_know_better() {
    let classify = |refusal: &kei_router_core::codec::Refusal,
                    _: &kei_router_core::transport::Head| {
        (refusal.code.as_deref() == Some("odd")).then_some(ErrorKind::Authentication)
    };
    let vendor = vendor(Dialect { classify, ..Dialect::PLAIN });
    let body = sse(&[r#"{"error":{"code":"odd"}}"#]);
    assert_eq!(play(&vendor, false, &body).error.unwrap().kind(), ErrorKind::Authentication);
    let body = sse(&[r#"{"error":{"code":"slow_down"}}"#]);
    assert_eq!(play(&vendor, false, &body).error.unwrap().kind(), ErrorKind::RateLimit);
}
