//! A whole JSON reply under the media type of a stream, as gateways send it that pass it on unread.

use futures_util::StreamExt;
use http::StatusCode;
use kei_router::{ChatRequest, ErrorKind, Limits, LlmError, Message, StreamEvent};
use kei_router_testkit::{Chunking, Replay, ReplayEnd, ReplayTransport};
use kei_router_tests::VendorWire;
use serde_json::{Value, json};
use std::sync::Arc;

fn reply(format: &str) -> Value {
    match format {
        "chat-completions" => json!({"id": "r", "object": "chat.completion", "model": "m",
            "choices": [{"index": 0, "message": {"role": "assistant", "content": "data: Hello."},
                         "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 3, "completion_tokens": 2}}),
        "responses" => json!({"id": "r", "object": "response", "status": "completed", "model": "m",
            "output": [{"type": "message", "id": "m1", "role": "assistant",
                        "content": [{"type": "output_text", "text": "data: Hello."}]}],
            "usage": {"input_tokens": 3, "output_tokens": 2}}),
        _ => json!({"id": "r", "type": "message", "role": "assistant", "model": "m",
            "content": [{"type": "text", "text": "data: Hello."}], "stop_reason": "end_turn",
            "usage": {"input_tokens": 3, "output_tokens": 2}}),
    }
}

async fn play(
    wire: &VendorWire,
    replay: Replay,
    limits: Limits,
) -> Result<Vec<StreamEvent>, LlmError> {
    let provider = wire.over_within(Arc::new(ReplayTransport::new(replay)), limits);
    let request = ChatRequest::new([Message::user("Hi")]).max_tokens(100);
    let items: Vec<_> = provider.stream(&request).await?.collect().await;
    items.into_iter().collect()
}

/// Without what only tells of time.
fn told(events: Vec<StreamEvent>) -> Vec<Value> {
    let mut told: Vec<Value> = events.iter().map(|event| json!(event)).collect();
    for finish in told.iter_mut().filter(|event| event["type"] == "finish") {
        finish["data"]["timing"] = Value::Null;
    }
    told
}

#[tokio::test]
async fn a_document_under_the_type_of_a_stream_is_the_reply() {
    for wire in VendorWire::all() {
        let document = reply(wire.format());
        let plain = Replay::json(StatusCode::OK, document.to_string());
        let wanted = told(play(&wire, plain, Limits::default()).await.unwrap());
        let pretty = format!("{document:#}");
        let lines = pretty.replace('\n', "\r\n");
        for body in [
            document.to_string(),
            format!("\n\n{document}\n"),
            format!("{pretty}\n\n"),
            format!("\u{feff} {lines}"),
        ] {
            for chunking in [Chunking::Whole, Chunking::Every(1), Chunking::Every(7)] {
                let replay = Replay::sse(body.clone()).chunking(chunking);
                let got = told(play(&wire, replay, Limits::default()).await.expect(&body));
                assert_eq!(got, wanted, "{}: {body}", wire.name());
            }
        }
    }
}

#[tokio::test]
async fn what_is_no_whole_document_is_an_error_and_what_precedes_a_stream_is_passed_over() {
    for wire in VendorWire::all() {
        let document = reply(wire.format()).to_string();
        for end in (1..document.len()).step_by(7) {
            let replay = Replay::sse(document[..end].to_owned());
            let error = play(&wire, replay, Limits::default()).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Truncated, "{}: {end}", wire.name());
        }
        let broken = Replay::sse(document.clone()).end(ReplayEnd::Broken);
        assert!(play(&wire, broken, Limits::default()).await.is_err(), "{}", wire.name());
        for other in ["{}", r#"{"object":"list","data":[]}"#, "{not json}"] {
            let error = play(&wire, Replay::sse(other), Limits::default()).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Truncated, "{}: {other}", wire.name());
        }
        let refusal = r#"{"error":{"type":"overloaded_error","code":"overloaded","message":"m"}}"#;
        let error = play(&wire, Replay::sse(refusal), Limits::default()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ServiceUnavailable, "{}", wire.name());
        let script = kei_router_testkit::Script::text("Hi.");
        let late = format!("{document}\n\n{}", wire.body(&script));
        let got = told(play(&wire, Replay::sse(late), Limits::default()).await.unwrap());
        let alone = play(&wire, Replay::sse(wire.body(&script)), Limits::default()).await.unwrap();
        assert_eq!(got, told(alone), "{}", wire.name());
    }
}

#[tokio::test]
async fn a_document_over_the_limit_of_an_event_is_not_kept() {
    let mut limits = Limits::default();
    limits.event_bytes = 64;
    for wire in VendorWire::all() {
        let error = play(&wire, Replay::sse(reply(wire.format()).to_string()), limits).await;
        assert!(error.is_err(), "{}", wire.name());
    }
}
