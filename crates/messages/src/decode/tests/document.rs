//! A whole message in place of a stream.

use super::*;
use crate::sample::document;

const CONTENT: &str = r#"[{"type":"thinking","thinking":"hm","signature":"sig"},
    {"type":"redacted_thinking","data":"secret"},
    {"type":"text","text":"A","citations":[{"url":"https://a","n":1.50}]},
    {"type":"server_tool_use","id":"s","name":"web_search","input":{"q":"x"}},
    {"type":"tool_use","id":"t","name":"f","input":{"a": 1},"caller":{"type":"direct"}}]"#;
const USAGE: &str = r#"{"input_tokens":10,"output_tokens":7}"#;

fn message(content: &str, reason: &str) -> String {
    format!(
        r#"{{"id":"msg_1","type":"message","role":"assistant","model":"sample-1","content":{content},
        "stop_reason":{reason},"stop_sequence":null,"usage":{USAGE},
        "container":{{"id":"container_1","expires_at":"2026-11-25T00:00:00Z"}}}}"#
    )
}

fn read(json: &str) -> Vec<StreamEvent> {
    document(json).into_iter().map(Result::unwrap).collect()
}

/// The events of a stream that says the same, each block in one piece.
fn streamed() -> Vec<StreamEvent> {
    let message_start = r#"{"type":"message_start","message":{"id":"msg_1","model":"sample-1","usage":
        {"input_tokens":10,"output_tokens":7},"content":[]}}"#;
    let frames = [
        message_start.to_owned(),
        start(0, r#"{"type":"thinking","thinking":"","signature":""}"#),
        delta(0, r#"{"type":"thinking_delta","thinking":"hm"}"#),
        delta(0, r#"{"type":"signature_delta","signature":"sig"}"#),
        stop(0),
        start(1, r#"{"type":"redacted_thinking","data":"secret"}"#),
        stop(1),
        start(2, r#"{"type":"text","text":""}"#),
        text(2, "A"),
        delta(2, r#"{"type":"citations_delta","citation":{"url":"https://a","n":1.50}}"#),
        stop(2),
        start(3, r#"{"type":"server_tool_use","id":"s","name":"web_search","input":{"q":"x"}}"#),
        stop(3),
        start(
            4,
            r#"{"type":"tool_use","id":"t","name":"f","input":{},"caller":{"type":"direct"}}"#,
        ),
        input(4, r#"{"a": 1}"#),
        stop(4),
        r#"{"type":"message_delta","delta":{"stop_reason":"tool_use","container":
            {"id":"container_1"}}}"#
            .to_owned(),
        r#"{"type":"message_stop"}"#.to_owned(),
    ];
    let frames: Vec<&str> = frames.iter().map(String::as_str).collect();
    replay(&stream(&frames)).into_iter().map(Result::unwrap).collect()
}

#[test]
fn a_document_tells_what_its_stream_tells() {
    assert_eq!(read(&message(CONTENT, r#""tool_use""#)), streamed());
}

#[test]
fn a_document_is_read_as_leniently_as_a_stream() {
    let bare = read(r#"{"content":[{"type":"text","text":"A"},7,{"no":"type"}],"usage":null}"#);
    assert_eq!(parts(&bare), [Part::text("A")]);
    assert_eq!(finish(&bare).reason.kind, FinishKind::Other);
    let refused = read(&message(CONTENT, r#""refusal""#));
    assert_eq!(finish(&refused).reason.kind, FinishKind::Refusal);
    let empty = read(r#"{"type":"message","content":[],"stop_reason":"end_turn"}"#);
    assert_eq!((parts(&empty), finish(&empty).reason.word.as_str()), (&[][..], "end_turn"));
    let half = read(&message(r#"[{"type":"text","text":"hi \ud83d"}]"#, r#""end_turn""#));
    assert_eq!(finish(&half).message.content.text(), "hi \u{fffd}");
}

#[test]
fn a_document_of_an_error_is_the_typed_error() {
    let error = r#""error":{"type":"overloaded_error","message":"m"}"#;
    for json in [format!(r#"{{"type":"error",{error}}}"#), format!("{{{error}}}")] {
        let error = document(&json).pop().unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ServiceUnavailable, "{json}");
    }
}

#[test]
fn a_document_that_is_no_message_is_corrupt() {
    for json in ["{}", "[1,2]", r#"{"type":"list","content":[]}"#, r#"{"object":"list"}"#, "{\"a"] {
        let error = document(json).pop().unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Corrupt, "{json}");
    }
}
