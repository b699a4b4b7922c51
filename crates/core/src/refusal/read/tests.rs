use super::Refusal;
use std::time::Duration;

#[test]
fn every_known_shape_is_read() {
    let shapes = [
        r#"{"type":"error","error":{"type":"t","message":"m"},"request_id":"r"}"#,
        r#"{"error":{"type":"t","message":"m","code":null},"request_id":"r"}"#,
        r#"[{"error":{"status":"t","message":"m"},"request_id":"r"}]"#,
        r#"{"object":"error","type":"t","message":"m","request_id":"r"}"#,
        r#"{"error":"m","type":"t","request_id":"r"}"#,
        r#"{"detail":[{"msg":"m"}],"type":"t","request_id":"r"}"#,
    ];
    for shape in shapes {
        let refusal = Refusal::read(None, shape.as_bytes());
        let read = [&refusal.kind, &refusal.message, &refusal.request_id];
        assert_eq!(read.map(|f| f.as_deref()), [Some("t"), Some("m"), Some("r")], "{shape}");
        assert!(refusal.is_error, "{shape}");
    }
}

#[test]
fn a_code_among_the_details_is_read() {
    let body = br#"{"error":{"type":"t","details":{"error_code":"c"}}}"#;
    assert_eq!(Refusal::read(None, body).code.as_deref(), Some("c"));
}

#[test]
fn waits_in_bodies_are_found() {
    let wait = |body: &str| Refusal::read(None, body.as_bytes()).wait;
    let google = r#"{"error":{"details":[{"retryDelay":"34.5s"}]}}"#;
    assert_eq!(wait(google), Some(Duration::from_millis(34_500)));
    let kimi = r#"{"error":{"message":"please try again after 3 seconds"}}"#;
    assert_eq!(wait(kimi), Some(Duration::from_secs(3)));
    for (message, millis) in [
        ("Please try again in 20ms.", 20),
        ("Please try again in 7m12s. Visit our page", 432_000),
        ("Limit 3, Used 3. Please try again in 1h2m.", 3_720_000),
        ("Please try again in 1m2s", 62_000),
        ("Please retry after 17 seconds.", 17_000),
        ("Please retry in 34.4s.", 34_400),
    ] {
        let body = format!(r#"{{"error":{{"message":"{message}"}}}}"#);
        assert_eq!(wait(&body), Some(Duration::from_millis(millis)), "{message}");
    }
    for message in ["try again in an hour", "try again later", "try again in ", "retry after 3"] {
        let body = format!(r#"{{"error":{{"message":"{message}"}}}}"#);
        assert_eq!(wait(&body), None, "{message}");
    }
}

#[test]
fn a_stray_document_between_events_is_read() {
    let stray = b"error: {\"error\":{\"message\":\"m\"}}";
    assert_eq!(Refusal::read_stray(stray).unwrap().message.as_deref(), Some("m"));
    let pretty = b"{\n  \"error\": {\n    \"code\": 503\n  }\n}";
    assert_eq!(Refusal::read_stray(pretty).unwrap().status, Some(503));
    assert_eq!(Refusal::read_stray(b"{\"a\":1}"), None);
}

#[test]
fn an_error_is_told_by_its_message_its_code_or_its_type() {
    for error in [
        r#"{"type":"error","error":{"type":"overloaded_error"}}"#,
        r#"{"error":{"code":503}}"#,
        r#"{"error":{"param":"x"}}"#,
        r#"{"type":"overloaded_error"}"#,
        r#"{"type":"slow_down"}"#,
        r#"{"code":"invalid-argument"}"#,
        r#"{"detail":"Invalid API Key"}"#,
        r#"{"message":"m"}"#,
    ] {
        assert!(Refusal::read(None, error.as_bytes()).is_error, "{error}");
    }
    for other in [
        "<html>",
        "{}",
        r#"{"choices":[]}"#,
        r#"{"error":null,"object":"response","status":"completed","output":[]}"#,
        r#"{"error":{},"choices":[]}"#,
        r#"{"type":"message","role":"assistant","content":[]}"#,
        r#"{"model":"llama","message":{"role":"assistant","content":"hi"},"done":true}"#,
    ] {
        assert!(!Refusal::read(None, other.as_bytes()).is_error, "{other}");
    }
}

#[test]
fn further_reasons_stand_in_the_details() {
    let google = br#"[{"error":{"code":400,"status":"INVALID_ARGUMENT","message":"m","details":[
        {"@type":"x/google.rpc.ErrorInfo","reason":"API_KEY_INVALID"},
        {"@type":"x/google.rpc.QuotaFailure","violations":[{"quotaId":"PerDay"},{"quotaId":"PerMinute"}]}
    ]}}]"#;
    assert_eq!(Refusal::read(None, google).reasons, ["API_KEY_INVALID", "PerDay", "PerMinute"]);
    let azure = br#"{"error":{"code":"x","innererror":{"code":"ResponsibleAIPolicyViolation"}}}"#;
    assert_eq!(Refusal::read(None, azure).reasons, ["ResponsibleAIPolicyViolation"]);
    assert!(Refusal::read(None, br#"{"error":{"details":"none"}}"#).reasons.is_empty());
}
