//! What had come of a reply that breaks in mid-stream: also of parts that were still open.

use kei_router::{ChatRequest, LlmError, MediaSource, Message, Part, PartKind};
use kei_router_testkit::{Replay, ReplayTransport};
use kei_router_tests::VendorWire;
use serde_json::{Value, json};
use std::sync::Arc;

async fn failed(wire: &VendorWire, events: &[Value]) -> LlmError {
    let body: String = events.iter().map(|event| format!("data: {event}\n\n")).collect();
    let provider = wire.over(Arc::new(ReplayTransport::new(Replay::sse(body))));
    provider.complete(&ChatRequest::new([Message::user("Hi")])).await.unwrap_err()
}

fn parts(error: &LlmError) -> &[Part] {
    error.partial().expect("something had come").message.content.parts()
}

fn sound(parts: &[Part]) -> &[u8] {
    let sounds = parts.iter().filter_map(|part| match &part.kind {
        PartKind::Audio(media) => Some(&media.source),
        _ => None,
    });
    match sounds.collect::<Vec<_>>().as_slice() {
        [MediaSource::Bytes(bytes)] => bytes,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_sound_that_was_cut_is_kept_as_far_as_it_came() {
    let chat = |audio: Value| json!({"choices": [{"index": 0, "delta": {"audio": audio}}]});
    let wire = VendorWire::of("openai", "chat-completions");
    let error = failed(
        &wire,
        &[
            chat(json!({"id": "audio_1", "transcript": "Hel"})),
            chat(json!({"data": "AAEC"})),
            chat(json!({"data": "Aw=="})),
            json!({"error": {"message": "m", "type": "server_error"}}),
        ],
    )
    .await;
    assert_eq!(sound(parts(&error)), [0, 1, 2, 3]);
    assert_eq!(error.partial().unwrap().message.content.text(), "Hel");
    let wire = VendorWire::of("openai", "responses");
    let error = failed(
        &wire,
        &[
            json!({"type": "response.audio.transcript.delta", "delta": "Hel"}),
            json!({"type": "response.audio.delta", "delta": "AAEC"}),
            json!({"type": "response.failed", "response": {"error": {"code": "server_error"}}}),
        ],
    )
    .await;
    assert_eq!(sound(parts(&error)), [0, 1, 2]);
}

#[tokio::test]
async fn sources_of_a_part_that_was_open_are_kept() {
    let source = json!({"type": "char_location", "cited_text": "x"});
    let wire = VendorWire::of("anthropic", "anthropic-messages");
    let block =
        |members: Value| json!({"type": "content_block_delta", "index": 0, "delta": members});
    let error = failed(&wire, &[
        json!({"type": "message_start", "message": {"id": "m", "model": "m"}}),
        json!({"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}),
        block(json!({"type": "text_delta", "text": "Hel"})),
        block(json!({"type": "citations_delta", "citation": source})),
        json!({"type": "error", "error": {"type": "overloaded_error"}}),
    ])
    .await;
    let attached = |error: &LlmError| -> Value {
        let part = &parts(error)[0];
        assert_eq!(part.kind, Part::text("Hel").kind);
        serde_json::from_str(&part.vendor.as_ref().expect("vendor data").json).unwrap()
    };
    assert_eq!(attached(&error), json!({"citations": [source]}));
    let wire = VendorWire::of("openai", "responses");
    let error = failed(&wire, &[
        json!({"type": "response.output_text.delta", "output_index": 0, "content_index": 0, "delta": "Hel"}),
        json!({"type": "response.output_text.annotation.added", "output_index": 0,
               "content_index": 0, "annotation": {"type": "url_citation", "url": "https://a"}}),
        json!({"type": "response.failed", "response": {"error": {"code": "server_error"}}}),
    ])
    .await;
    let wanted = json!({"annotations": [{"type": "url_citation", "url": "https://a"}]});
    assert_eq!(attached(&error), wanted);
}
