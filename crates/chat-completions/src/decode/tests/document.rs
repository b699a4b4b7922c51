//! A whole reply in place of a stream, and whole messages in place of deltas.

use super::*;
use crate::sample::play_document;
use kei_router_core::{ErrorKind, FinishKind, Part};

const MESSAGE: &str = r#"{"role":"assistant","content":"Hi","refusal":null,"reasoning_content":"hm",
    "annotations":[{"type":"url_citation","url_citation":{"url":"https://a","title":"A"}}],
    "tool_calls":[{"id":"t","type":"function","function":{"name":"f","arguments":"{\"a\": 1}"}}]}"#;

fn document(message: &str, reason: &str) -> String {
    format!(
        r#"{{"id":"c1","object":"chat.completion","model":"m-1","choices":[{{"index":0,"message":{message},
        "logprobs":null,"finish_reason":{reason}}}],"usage":{{"prompt_tokens":3,"completion_tokens":2}}}}"#
    )
}

fn read(json: &str) -> Reading {
    play_document(&vendor(Dialect::PLAIN), json)
}

/// What is told, but for the running usage, which a stream tells at its end.
fn content(played: &Reading) -> Vec<StreamEvent> {
    let told = |event: &&StreamEvent| !matches!(event, StreamEvent::Usage(_));
    played.events.iter().filter(told).cloned().collect()
}

#[test]
fn a_document_tells_what_its_stream_tells() {
    let chunk = |delta: &str| {
        format!(r#"{{"id":"c1","model":"m-1","choices":[{{"index":0,"delta":{{{delta}}}}}]}}"#)
    };
    let streamed = strict(&[
        &chunk(r#""role":"assistant","content":"","reasoning_content":"hm""#),
        &chunk(r#""content":"Hi""#),
        &chunk(
            r#""annotations":[{"type":"url_citation","url_citation":{"url":"https://a","title":"A"}}]"#,
        ),
        &chunk(
            r#""tool_calls":[{"index":0,"id":"t","function":{"name":"f","arguments":"{\"a\": 1}"}}]"#,
        ),
        CALLS,
        r#"{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}}"#,
        DONE,
    ]);
    let played = read(&document(MESSAGE, r#""tool_calls""#).replace('\n', " "));
    assert_eq!(content(&played), content(&streamed));
}

#[test]
fn a_document_is_read_as_leniently_as_a_stream() {
    let bare = read(r#"{"choices":[{"message":{"content":[{"type":"text","text":"Hi"}]}}]}"#);
    assert_eq!(bare.finish().unwrap().message.content.parts(), [Part::text("Hi")]);
    assert_eq!(bare.finish().unwrap().reason.kind, FinishKind::Other);
    let older =
        read(r#"{"object":"text_completion","choices":[{"text":"Hi","finish_reason":"stop"}]}"#);
    assert_eq!(older.finish().unwrap().message.content.parts(), [Part::text("Hi")]);
    let refused = read(&document(r#"{"content":null,"refusal":"No."}"#, r#""stop""#));
    assert_eq!(refused.finish().unwrap().reason.kind, FinishKind::Refusal);
    let half = read(&document(r#"{"content":"hi \ud83d"}"#, r#""stop""#));
    assert_eq!(half.finish().unwrap().message.content.text(), "hi \u{fffd}");
    assert!(subjects(&half).is_empty(), "a document promises no [DONE]");
}

#[test]
fn a_document_of_an_error_is_the_typed_error() {
    let error = r#"{"error":{"message":"Rate limit reached","code":"rate_limit_exceeded"}}"#;
    for json in [error.to_owned(), format!("[{error}]")] {
        assert_eq!(read(&json).error.unwrap().kind(), ErrorKind::RateLimit, "{json}");
    }
}

#[test]
fn a_document_that_is_no_reply_is_an_error() {
    for json in ["{}", "[1,2]", r#"{"object":"list","data":[]}"#, r#"{"choices":[]}"#, "{\"a"] {
        let error = read(json).error.unwrap_or_else(|| panic!("{json}"));
        assert_eq!(error.kind(), ErrorKind::Corrupt, "{json}");
    }
    let piece = r#"{"object":"chat.completion.chunk","choices":[{"delta":{"content":"Hi"}}]}"#;
    assert_eq!(read(piece).error.unwrap().kind(), ErrorKind::Truncated);
}

#[test]
fn a_message_or_a_text_in_place_of_a_delta_is_read() {
    for said in [
        r#""message":{"role":"assistant","content":"a"}"#,
        r#""text":"a""#,
        r#""delta":null,"message":{"content":"a"}"#,
        r#""delta":{"role":"assistant"},"text":"a""#,
    ] {
        let chunk = format!(r#"{{"choices":[{{"index":0,{said}}}]}}"#);
        assert_eq!(pieces(&strict(&[&chunk, &chunk, STOP, DONE])), ["a", "a"].map(token), "{said}");
        // Beside deltas it is the reply once more.
        assert_eq!(pieces(&strict(&[TEXT, &chunk, STOP, DONE])), [token("Hi")], "{said}");
    }
}

#[test]
fn the_word_null_is_no_reason_to_stop() {
    let null = STOP.replace("\"stop\"", "\"null\"");
    let played = strict(&[TEXT, &null]);
    assert_eq!(played.error.unwrap().kind(), ErrorKind::Truncated);
    let played = strict(&[TEXT, &null, STOP, DONE]);
    assert_eq!(played.finish().unwrap().reason.word, "stop");
}

#[test]
fn a_later_zero_replaces_a_count() {
    let usage = |count: u64| format!(r#"{{"choices":[],"usage":{{"prompt_tokens":{count}}}}}"#);
    let played = strict(&[TEXT, STOP, &usage(7), &usage(0), DONE]);
    assert_eq!(played.finish().unwrap().usage.input, Some(0));
}
