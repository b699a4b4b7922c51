//! Where parts end, and what the vendor attaches to them.

use super::*;
use crate::sample::written;
use kei_router_core::{ChatRequest, FinishKind, Message, Part, PartKind, Tool};

/// The events of the content, by their kinds.
fn kinds(played: &Reading) -> Vec<&'static str> {
    let kind = |event: &StreamEvent| match event {
        StreamEvent::Reasoning(_) => Some("thought"),
        StreamEvent::Token(_) => Some("token"),
        StreamEvent::ToolCallStart { .. } => Some("start"),
        StreamEvent::ToolCall(_) => Some("call"),
        StreamEvent::Part(part) => Some(match part.kind {
            PartKind::Text { .. } => "Text",
            PartKind::Reasoning(_) => "Reasoning",
            PartKind::ToolCall(_) => "Call",
            _ => "Other",
        }),
        _ => None,
    };
    played.events.iter().filter_map(kind).collect()
}

const CALL: &str =
    r#""tool_calls":[{"index":0,"id":"t","function":{"name":"f","arguments":"{}"}}]"#;

#[test]
fn a_part_is_told_before_the_next_ones_first_piece() {
    let thought = delta(r#""reasoning_content":"hm","content":"""#);
    let text = delta(r#""content":"Hi","tool_calls":[]"#);
    let call = delta(CALL);
    let cases: [(Vec<&String>, &[&str]); 5] = [
        (vec![&thought, &text], &["thought", "Reasoning", "token", "Text"]),
        (vec![&text, &thought], &["token", "Text", "thought", "Reasoning"]),
        (vec![&text, &call], &["token", "Text", "start", "call", "Call"]),
        (vec![&thought, &call], &["thought", "Reasoning", "start", "call", "Call"]),
        (
            vec![&text, &text, &thought, &thought, &text],
            &["token", "token", "Text", "thought", "thought", "Reasoning", "token", "Text"],
        ),
    ];
    for (lines, want) in cases {
        let lines: Vec<&str> = lines.into_iter().map(String::as_str).chain([STOP, DONE]).collect();
        let played = strict(&lines);
        assert_eq!(kinds(&played), want, "{lines:?}");
        let told = played.events.iter().filter_map(|event| match event {
            StreamEvent::Part(part) => Some(part.as_ref()),
            _ => None,
        });
        assert!(told.eq(played.finish().unwrap().message.content.parts()), "{lines:?}");
    }
}

#[test]
fn both_in_one_delta_are_two_parts() {
    let both = delta(r#""reasoning":"hm","content":"Hi""#);
    let played = strict(&[&both, STOP, DONE]);
    assert_eq!(kinds(&played), ["thought", "Reasoning", "token", "Text"]);
}

#[test]
fn what_google_attaches_to_a_call_goes_back_to_it_byte_for_byte_and_to_no_other() {
    const EXTRA: &str = r#"{"google": {"thought_signature":"a\u003d\u003d","n":1.50}}"#;
    let call = format!(
        r#""tool_calls":[{{"id":"t","extra_content":{EXTRA},"function":{{"name":"f","arguments":"{{}}"}}}}]"#
    );
    let played = strict(&[&delta(&call), CALLS, DONE]);
    let want = format!(r#"{{"extra_content":{EXTRA}}}"#);
    let message = &played.finish().unwrap().message;
    assert_eq!(
        message.content.parts(),
        [Part::tool_call("t", "f", "{}").with_vendor("plain", want)]
    );
    let tool = Tool { name: "f".into(), description: String::new(), schema: serde_json::json!({}) };
    let request = ChatRequest::new([message.clone(), Message::tool("t", "done")]).tools([tool]);
    let call = |vendor| {
        let (body, _) = written(&vendor, &request, false).unwrap();
        body["messages"][0]["tool_calls"][0].clone()
    };
    assert_eq!(call(vendor(Dialect::PLAIN))["extra_content"]["google"]["thought_signature"], "a==");
    let mut other = vendor(Dialect::PLAIN);
    other.descriptor.name = "other".into();
    assert_eq!(call(other).get("extra_content"), None);
}

#[test]
fn a_refusal_and_a_filter_stand_beside_whole_calls() {
    let refusal = delta(r#""refusal":"No.""#);
    for (word, refused, kind) in [
        ("content_filter", false, FinishKind::ContentFilter),
        ("refusal", false, FinishKind::Refusal),
        ("stop", true, FinishKind::Refusal),
        ("tool_calls", true, FinishKind::Refusal),
        ("length", false, FinishKind::ToolUse),
        ("stop", false, FinishKind::ToolUse),
    ] {
        let end = STOP.replace("\"stop\"", &format!("\"{word}\""));
        let call = delta(CALL);
        let lines = [
            call.as_str(),
            if refused { refusal.as_str() } else { STOP_NOT_YET },
            end.as_str(),
            DONE,
        ];
        assert_eq!(
            strict(&lines).finish().unwrap().reason.kind,
            kind,
            "{word}, refused: {refused}"
        );
    }
}

const STOP_NOT_YET: &str = r#"{"choices":[{"index":0,"delta":{},"finish_reason":null}]}"#;
