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
    assert!(!Refusal::read(None, b"<html>").is_error);
    assert!(!Refusal::read(None, b"{\"choices\":[]}").is_error);
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
    let openai = r#"{"error":{"message":"Please try again in 20ms."}}"#;
    assert_eq!(wait(openai), Some(Duration::from_millis(20)));
    assert_eq!(wait(r#"{"error":{"message":"try again in an hour"}}"#), None);
}

#[test]
fn a_stray_document_between_events_is_read() {
    let stray = b"error: {\"error\":{\"message\":\"m\"}}";
    assert_eq!(Refusal::read_stray(stray).unwrap().message.as_deref(), Some("m"));
    let pretty = b"{\n  \"error\": {\n    \"code\": 503\n  }\n}";
    assert_eq!(Refusal::read_stray(pretty).unwrap().status, Some(503));
    assert_eq!(Refusal::read_stray(b"{\"a\":1}"), None);
}
