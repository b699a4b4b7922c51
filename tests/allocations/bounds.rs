//! What one event of a hostile server may become: no list of small things, no long id and no
//! repeated piece takes more memory, or more time, than its own size asks for.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]

mod lists;
mod time;

use super::counter::peak;
use futures_util::StreamExt;
use kei_router::{ChatRequest, ErrorKind, Limits, Message};
use kei_router_testkit::{Chunking, Replay, ReplayTransport};
use kei_router_tests::VendorWire;
use std::sync::Arc;

/// The limit of an event, and of a message.
const LIMIT: usize = 1 << 20;
/// What may be held at most while such an event is read, everything included.
const MAX_PEAK: u64 = 16 << 20;

/// Reads a body, each event dropped as it comes; gives what it held at most, and how it ended.
fn read(wire: &VendorWire, body: String, limit: usize) -> (u64, Option<ErrorKind>) {
    let mut limits = Limits::default();
    (limits.event_bytes, limits.message_bytes) = (limit, limit);
    let replay = Replay::sse(body).chunking(Chunking::Every(16 << 10));
    let provider = wire.over_within(Arc::new(ReplayTransport::new(replay)), limits);
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let request = ChatRequest::new([Message::user("Hi")]).max_tokens(100);
    let mut stream = runtime.block_on(provider.stream(&request)).expect("it begins");
    let mut end = None;
    let peak = peak(|| {
        runtime.block_on(async {
            while let Some(item) = stream.next().await {
                end = item.err().map(|error| error.kind());
            }
        });
    });
    (peak, end)
}

fn wires(format: &str) -> Vec<VendorWire> {
    let wires: Vec<_> =
        VendorWire::all().into_iter().filter(|one| one.format() == format).collect();
    assert!(!wires.is_empty(), "nobody speaks {format}");
    wires
}

/// Events of a stream, one for each payload.
fn sse(payloads: impl IntoIterator<Item = String>) -> String {
    payloads.into_iter().map(|payload| format!("data: {payload}\n\n")).collect()
}

/// Bodies of 64 calls or items, each with an id or a name of this text.
fn of_long_words(long: &str) -> [(&'static str, String); 9] {
    let each = |payload: &dyn Fn(usize) -> String| sse((0..64).map(payload));
    let chat = |members: &str| {
        let call = |n: usize| members.replace('~', &n.to_string()).replace('@', long);
        let body = each(&|n| {
            let call = call(n);
            format!(r#"{{"choices":[{{"delta":{{"tool_calls":[{{"index":{n},{call}}}]}}}}]}}"#)
        });
        ("chat-completions", body)
    };
    let other = |format, payload: &str| {
        (format, each(&|n| payload.replace('~', &n.to_string()).replace('@', long)))
    };
    let block = |payload| other("anthropic-messages", payload);
    let item = |payload| other("responses", payload);
    [
        chat(r#""id":"~@","function":{"name":"f"}"#),
        chat(r#""id":"~@""#),
        chat(r#""id":"~","function":{"name":"@"}"#),
        block(BLOCK_ID),
        block(BLOCK_NAME),
        item(CALL_NAMED),
        item(CALL_UNNAMED),
        item(REASONING),
        item(MESSAGE),
    ]
}

const BLOCK_ID: &str = r#"{"type":"content_block_start","index":~,"content_block":{"type":"tool_use","id":"~@","name":"f"}}"#;
const BLOCK_NAME: &str = r#"{"type":"content_block_start","index":~,"content_block":{"type":"tool_use","id":"~","name":"@"}}"#;
const CALL_NAMED: &str = r#"{"type":"response.output_item.added","output_index":~,"item":{"type":"function_call","call_id":"~@","name":"f"}}"#;
const CALL_UNNAMED: &str = r#"{"type":"response.output_item.added","output_index":~,"item":{"type":"function_call","id":"~@"}}"#;
const REASONING: &str = r#"{"type":"response.output_item.added","output_index":~,"item":{"type":"reasoning","id":"~@"}}"#;
const MESSAGE: &str = r#"{"type":"response.output_item.added","output_index":~,"item":{"type":"message","id":"~","phase":"@"}}"#;

#[test]
fn ids_and_names_count_as_part_of_the_message() {
    for (format, body) in of_long_words(&"i".repeat(LIMIT / 2)) {
        for wire in wires(format) {
            let (peak, end) = read(&wire, body.clone(), LIMIT);
            let start = body.get(..120).unwrap_or_default();
            assert_eq!(end, Some(ErrorKind::TooLarge), "{}: {start}", wire.name());
            assert!(peak <= MAX_PEAK, "{}: {peak} bytes for {start}", wire.name());
        }
    }
}

#[test]
fn a_sound_counts_while_it_comes() {
    let piece = "A".repeat(LIMIT / 8);
    let chat = format!(r#"{{"choices":[{{"delta":{{"audio":{{"id":"a","data":"{piece}"}}}}}}]}}"#);
    let responses = format!(r#"{{"type":"response.audio.delta","delta":"{piece}"}}"#);
    for (format, payload) in [("chat-completions", chat), ("responses", responses)] {
        for wire in wires(format) {
            let (peak, end) = read(&wire, sse(vec![payload.clone(); 64]), LIMIT);
            assert_eq!(end, Some(ErrorKind::TooLarge), "{}", wire.name());
            assert!(peak <= MAX_PEAK, "{}: {peak} bytes", wire.name());
        }
    }
}
