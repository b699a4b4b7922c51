//! Whole parts: where they end, and what the vendor attaches to them.

use super::*;
use crate::sample::{NEWEST, vendor};
use kei_router_core::codec::{Codec, Endpoint, Target};
use kei_router_core::{ChatRequest, Message, Tool};

const CALLER: &str = r#"{"type":"code_execution_20250825", "tool_id":"srvtoolu_1","z":1.50}"#;
const CITATION: &str =
    r#"{"type":"web_search_result_location", "encrypted_index":"e\u003d=","n":1.50}"#;

fn told(events: &[StreamEvent]) -> Vec<&Part> {
    let parts = events.iter().filter_map(|event| match event {
        StreamEvent::Part(part) => Some(part.as_ref()),
        _ => None,
    });
    parts.collect()
}

#[test]
fn a_part_is_told_where_its_block_ends() {
    let events = turn(&[
        start(0, r#"{"type":"thinking","thinking":"","signature":""}"#),
        delta(0, r#"{"type":"thinking_delta","thinking":"hm"}"#),
        stop(0),
        start(1, r#"{"type":"text","text":""}"#),
        text(1, "a"),
        stop(1),
        start(2, r#"{"type":"tool_use","id":"t","name":"f","input":{}}"#),
        input(2, "{\"a\":1}"),
        stop(2),
        start(3, r#"{"type":"text","text":"b"}"#),
        stop(3),
    ]);
    let kinds = events.iter().filter_map(|event| match event {
        StreamEvent::Reasoning(_) => Some("thought"),
        StreamEvent::Token(_) => Some("token"),
        StreamEvent::ToolCall(_) => Some("call"),
        StreamEvent::Part(_) => Some("part"),
        StreamEvent::Finish(_) => Some("finish"),
        _ => None,
    });
    let want = ["thought", "part", "token", "part", "call", "part", "token", "part", "finish"];
    assert_eq!(kinds.collect::<Vec<_>>(), want);
    assert!(told(&events).into_iter().eq(parts(&events)));
}

#[test]
fn a_block_without_its_end_ends_where_its_index_begins_anew() {
    let block = r#"{"type":"content_block_start","content_block":{"type":"text","text":"a"}}"#;
    let events = turn(&[block.to_owned(), block.to_owned(), block.to_owned()]);
    assert_eq!(parts(&events), ["a", "a", "a"].map(Part::text));
}

#[test]
fn the_stop_sequence_that_was_met_is_kept() {
    let events = reply(&[r#"{"type":"message_delta","delta":{"stop_reason":"stop_sequence",
        "stop_sequence":"END"}}"#]);
    assert_eq!(finish(&events).reason.stop_sequence.as_deref(), Some("END"));
    let events = reply(&[END]);
    assert_eq!(finish(&events).reason.stop_sequence, None);
}

/// A turn with a program that calls a tool, citations and a container.
fn programmatic(container: &str) -> Vec<StreamEvent> {
    let block = format!(
        r#"{{"type":"tool_use","id":"t","name":"f","input":{{}},"caller":{CALLER},
        "toolset_name":"files"}}"#
    );
    let cited = format!(r#"{{"type":"citations_delta","citation":{CITATION}}}"#);
    turn(&[
        start(0, r#"{"type":"text","text":""}"#),
        text(0, "So it is."),
        delta(0, &cited),
        delta(0, &cited),
        stop(0),
        start(1, &block),
        input(1, "{\"a\": 1}"),
        stop(1),
        format!(r#"{{"type":"message_delta","delta":{{"container":{container}}}}}"#),
    ])
}

fn encoded(message: &Message, provider: Option<&str>) -> String {
    let mut codec = vendor();
    if let Some(name) = provider {
        codec.descriptor.name = name.to_owned().into();
    }
    let tool = Tool { name: "f".into(), description: String::new(), schema: serde_json::json!({}) };
    let request = ChatRequest::new([message.clone(), Message::tool("t", "done")]).tools([tool]);
    let endpoint = Endpoint::resolve("https://sample.example", codec.descriptor()).unwrap();
    let encoded = codec.encode(&request, &Target::new(&endpoint, NEWEST)).unwrap();
    String::from_utf8(encoded.request.body().to_vec()).unwrap()
}

#[test]
fn what_the_vendor_attached_goes_back_to_it_byte_for_byte_and_to_no_other() {
    let events = programmatic(r#"{"id":"container_1","expires_at":"2026-11-25T00:00:00Z"}"#);
    let message = &finish(&events).message;
    let body = encoded(message, None);
    assert!(body.contains(&format!(r#""caller":{CALLER},"toolset_name":"files""#)), "{body}");
    assert!(body.contains(&format!(r#""citations":[{CITATION},{CITATION}]"#)), "{body}");
    assert!(body.contains(r#""container":"container_1""#), "{body}");
    let other = encoded(message, Some("other"));
    for member in ["caller", "toolset_name", "citations", "container"] {
        assert!(!other.contains(member), "{other}");
    }
    assert!(other.contains("So it is."), "{other}");
}

#[test]
fn a_container_is_read_in_every_shape_and_place() {
    let state = Part::state("sample", r#"{"container":"container_1"}"#);
    for given in [r#"{"id":"container_1"}"#, r#""container_1""#] {
        let events = programmatic(given);
        assert_eq!(parts(&events).last(), Some(&state), "{given}");
        let start = START.replace("\"content\"", &format!("\"container\":{given},\"content\""));
        let body = stream(&[&start, &text(0, "a"), END, r#"{"type":"message_stop"}"#]);
        let events: Vec<_> = replay(&body).into_iter().map(Result::unwrap).collect();
        assert_eq!(parts(&events), [Part::text("a"), state.clone()], "{given}");
        assert!(told(&events).into_iter().eq(parts(&events)));
    }
    for none in ["null", "{}", "7", "\"\"", r#"{"id":null}"#, r#"{"id":7}"#, "[]"] {
        assert_eq!(parts(&programmatic(none)).len(), 2, "{none}");
    }
}
