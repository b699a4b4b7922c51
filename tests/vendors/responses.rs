//! The Responses wire: odd and damaged streams keep the laws, however they are cut.

use crate::chat::play;
use kei_router_core::codec::Descriptor;
use kei_router_core::{ErrorKind, FinishKind, LlmError, PartKind, StreamEvent};
use kei_router_responses::{Dialect, Responses};
use kei_router_testkit::laws::Item;
use kei_router_testkit::{Chunking, Replay, ReplayEnd};

/// One of everything: comments, names before and behind the payload and none at all, padding,
/// encrypted reasoning with a summary in two parts, text with a source, a hosted tool, calls in
/// parallel, one of them whole, events and members that nobody knows.
const TURN: &str = r#": keepalive

event: response.created
data: {"type":"response.created","sequence_number":0,"response":{"id":"resp_1","model":"m-1","status":"in_progress","output":[],"usage":null}}

data: {"type":"response.output_item.added","output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[],"encrypted_content":"early"}}
event: response.output_item.added

data: {"type":"response.reasoning_summary_part.added","item_id":"rs_1","output_index":0,"summary_index":0,"part":{"type":"summary_text","text":""}}

data: {"type":"response.reasoning_summary_text.delta","item_id":"rs_1","output_index":0,"summary_index":0,"delta":"Hm, Größe","obfuscation":"x"}

data: {"type":"response.reasoning_summary_text.delta","item_id":"rs_1","output_index":0,"summary_index":1,"delta":"Second"}

data: {"type":"response.output_item.done","output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"Hm, Größe"},{"type":"summary_text","text":"Second"}],"encrypted_content":"gAAA"}}

event: sparkle
data: not even JSON

event: response.sparkle
data: {"type":"response.sparkle","output_index":{"odd":true}}

data: {"type":"response.output_item.added","output_index":1,"item":{"id":"msg_1","type":"message","status":"in_progress","content":[],"role":"assistant"}}

data: {"type":"response.output_text.delta","item_id":"msg_1","output_index":1,"content_index":0,"delta":"Let me \u00e9 \ud83c\udf0a","logprobs":[]}

data: {"type":"response.output_text.annotation.added","item_id":"msg_1","output_index":1,"content_index":0,"annotation_index":0,"annotation":{"type":"url_citation","url":"https://example.org/","title":"E"}}

data: {"type":"response.output_text.done","item_id":"msg_1","output_index":1,"content_index":0,"text":"Let me \u00e9 \ud83c\udf0a"}

data: {"type":"response.output_item.done","output_index":1,"item":{"id":"msg_1","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"Let me \u00e9 \ud83c\udf0a","annotations":[{"type":"url_citation","url":"https://example.org/","title":"E"}]}]}}

data: {"type":"response.output_item.done","output_index":2,"item":{"id":"ws_1","type":"web_search_call","status":"completed","action":{"type":"search","query":"q"}}}

data: {"type":"response.output_item.added","output_index":3,"item":{"id":"fc_1","type":"function_call","status":"in_progress","arguments":"","call_id":"call_1","name":"weather"}}

data: {"type":"response.output_item.added","output_index":4,"item":{"id":"fc_2","type":"function_call","status":"in_progress","arguments":"","call_id":"call_2","name":"now"}}

data: {"type":"response.function_call_arguments.delta","item_id":"fc_1","output_index":3,"delta":"{\"city\":"}

data: {"type":"response.function_call_arguments.done","item_id":"fc_2","output_index":4,"arguments":"{}"}

data: {"type":"response.function_call_arguments.delta","item_id":"fc_1","output_index":3,"delta":" \"K\u00f6ln\"}"}

data: {"type":"response.output_item.done","output_index":4,"item":{"id":"fc_2","type":"function_call","status":"completed","arguments":"{}","call_id":"call_2","name":"now"}}

data: {"type":"response.output_item.done","output_index":3,"item":{"id":"fc_1","type":"function_call","status":"completed","arguments":"{\"city\": \"K\u00f6ln\"}","call_id":"call_1","name":"weather"}}

event: response.completed
data: {"type":"response.completed","response":{"id":"resp_1","model":"m-1","status":"completed","output":[],"usage":{"input_tokens":60,"input_tokens_details":{"cached_tokens":30,"cache_write_tokens":20},"output_tokens":89,"output_tokens_details":{"reasoning_tokens":7},"total_tokens":149}}}

"#;

fn codec() -> Responses {
    let descriptor =
        Descriptor::new("plain", "https://plain.example/v1", kei_router_responses::wire())
            .with_default_model("m-1");
    Responses::new(descriptor, Dialect::PLAIN)
}

/// The events without their times, and the error that ends them.
fn outcome(answer: Replay) -> (Vec<StreamEvent>, Option<LlmError>) {
    let items: Vec<Item> = play(codec(), false, answer).expect("the stream begins");
    let mut events = Vec::new();
    let mut error = None;
    for item in items {
        match item {
            Ok(StreamEvent::Finish(mut finish)) => {
                finish.timing = Default::default();
                events.push(StreamEvent::Finish(finish));
            }
            Ok(event) => events.push(event),
            Err(failure) => error = Some(failure),
        }
    }
    (events, error)
}

#[test]
fn every_cut_is_the_same_turn() {
    let (whole, error) = outcome(Replay::sse(TURN).chunking(Chunking::Whole));
    assert!(error.is_none(), "{error:?}");
    let Some(StreamEvent::Finish(finish)) = whole.iter().rev().nth(1) else { panic!("no finish") };
    assert_eq!((finish.reason.kind, finish.usage.cache_write), (FinishKind::ToolUse, Some(20)));
    let kinds = finish.message.content.parts().iter().map(|part| match &part.kind {
        PartKind::Reasoning(block) => format!("{}|{:?}", block.text, block.redacted),
        PartKind::Text { text } => text.clone(),
        PartKind::Opaque(_) => "opaque".to_owned(),
        PartKind::ToolCall(call) => format!("{}{}", call.name, call.arguments),
        other => format!("{other:?}"),
    });
    let reasoning = "Hm, Größe\n\nSecond|Some(\"gAAA\")";
    let calls = ["weather{\"city\": \"Köln\"}", "now{}"];
    let want = [&[reasoning, "Let me é 🌊", "opaque"][..], &calls].concat();
    assert_eq!(kinds.collect::<Vec<_>>(), want);
    for size in [1, 2, 3, 7, 64, 1000] {
        let (cut, _) = outcome(Replay::sse(TURN).chunking(Chunking::Every(size)));
        assert_eq!(cut, whole, "{size}");
    }
}

#[test]
fn a_stream_that_breaks_anywhere_is_an_error_with_what_had_come() {
    let (whole, _) = outcome(Replay::sse(TURN));
    for (at, _) in TURN.match_indices("\n\n").filter(|(at, _)| at + 2 < TURN.len()) {
        let start = &TURN[..at + 2];
        for end in [ReplayEnd::Clean, ReplayEnd::Broken] {
            let (events, error) = outcome(Replay::sse(start).end(end));
            let error = error.unwrap_or_else(|| panic!("whole at {at}"));
            assert_eq!(error.kind(), ErrorKind::Truncated);
            assert!(error.partial().is_some());
            assert_eq!(events, whole[..events.len()]);
        }
    }
}

#[test]
fn a_failure_in_mid_stream_is_the_error_that_its_status_would_be() {
    let (begun, _) = TURN.split_once("event: response.completed").expect("it ends");
    let error = r#"{"code":"insufficient_quota","message":"You exceeded your current quota."}"#;
    let failures = [
        format!("data: {{\"type\":\"error\",\"sequence_number\":9,\"error\":{error}}}\n\n"),
        format!("data: {{\"type\":\"response.failed\",\"response\":{{\"error\":{error}}}}}\n\n"),
        format!("event: error\ndata: {error}\n\n"),
    ];
    for failure in &failures {
        let (events, failed) = outcome(Replay::sse(format!("{begun}{failure}{}", failures[1])));
        let failed = failed.expect("it fails");
        assert_eq!(
            (failed.kind(), failed.code()),
            (ErrorKind::QuotaExhausted, Some("insufficient_quota"))
        );
        let partial = failed.partial().expect("something had come");
        assert_eq!(partial.message.content.text(), "Let me é 🌊");
        assert!(!events.iter().any(|event| matches!(event, StreamEvent::Finish(_))));
    }
    let refused = Replay::json(http_status(429), format!("{{\"error\":{error}}}"));
    let refused = play(codec(), false, refused).expect_err("it is refused");
    assert_eq!(refused.kind(), ErrorKind::QuotaExhausted);
}

fn http_status(status: u16) -> http::StatusCode {
    http::StatusCode::from_u16(status).expect("a status")
}
