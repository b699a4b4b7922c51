//! What careless servers write: halves of characters, counts in other shapes, zeros.

use super::{created, text, turn};
use crate::sample::{Told, play, play_body, sse};
use serde_json::{Value, json};

/// The events of a text in these pieces, as JSON text, and of the whole.
fn spoken(pieces: &[&str], whole: &str) -> String {
    let delta = |piece: &&str| {
        format!(
            "data: {{\"type\":\"response.output_text.delta\",\"output_index\":0,\"content_index\":0,\"delta\":{piece}}}\n\n"
        )
    };
    let done = format!(
        "data: {{\"type\":\"response.output_text.done\",\"output_index\":0,\"content_index\":0,\"text\":{whole}}}\n\n\
         data: {{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":{{\"type\":\"message\",\"content\":[{{\"type\":\"output_text\",\"text\":{whole}}}]}}}}\n\n"
    );
    let pieces: String = pieces.iter().map(delta).collect();
    sse(&[created()]) + &pieces + &done + &sse(&[super::completed()])
}

#[test]
fn the_halves_of_a_character_are_joined_and_a_lost_one_is_replaced() {
    for (pieces, whole, told) in [
        (&[r#""a\ud83d""#, r#""\ude00b""#][..], r#""a\ud83d\ude00b""#, "a😀b"),
        (&[r#""a\ud83d""#, r#""b""#], r#""a\ud83db""#, "a\u{fffd}b"),
        (&[r#""a\ud83d""#], r#""a\ud83d""#, "a\u{fffd}"),
        (&[], r#""a\ud83d""#, "a\u{fffd}"),
    ] {
        let played = play_body(&spoken(pieces, whole));
        assert_eq!(played.finish().unwrap().message.content.text(), told, "{pieces:?}");
        let joined: Vec<_> = played.told();
        assert!(joined.iter().all(|one| one.starts_with("T:")), "{pieces:?}: {joined:?}");
        assert_eq!(joined.concat().replace("T:", ""), told);
    }
    let call = |arguments: &str| super::arguments(0, arguments);
    let begun = sse(&[created(), super::added(0, super::call("a", ""))]);
    let [first, second] = ["one", "two"].map(|mark| format!("data: {}\n\n", call(mark)));
    let body = begun
        + &first.replace("\"one\"", r#""\"\ud83d""#)
        + &second.replace("\"two\"", r#""\ude00\"""#)
        + &sse(&[super::done(0, super::call("a", "\"😀\"")), super::completed()]);
    assert_eq!(play_body(&body).told().last().unwrap(), "a=\"😀\"");
}

fn usage(usage: Value) -> Value {
    json!({"type": "response.completed", "response": {"status": "completed", "usage": usage}})
}

#[test]
fn counts_are_read_as_floats_and_as_text() {
    let counts = usage(json!({"input_tokens": 10.0, "output_tokens": "7",
        "input_tokens_details": {"cached_tokens": "4"}}));
    let played = play(&[created(), text(0, "Hi"), counts]);
    let usage = played.finish().unwrap().usage;
    assert_eq!((usage.input, usage.output, usage.cache_read), (Some(10), Some(7), Some(4)));
}

#[test]
fn the_last_word_on_a_count_holds_zero_included() {
    let early = json!({"type": "response.in_progress", "response": {"usage": {"input_tokens": 9,
        "output_tokens": 5, "input_tokens_details": {"cached_tokens": 9}}}});
    let late = usage(json!({"input_tokens": 3, "output_tokens": 0,
        "input_tokens_details": {"cached_tokens": 0}}));
    let usage = play(&[created(), early, text(0, "Hi"), late]).finish().unwrap().usage;
    assert_eq!((usage.input, usage.output, usage.cache_read), (Some(3), Some(0), Some(0)));
}

#[test]
fn places_are_read_as_floats_and_as_text() {
    let mut event = text(0, "Hi");
    event["output_index"] = json!("0");
    event["content_index"] = json!(0.0);
    assert_eq!(turn(&[event, text(0, "!")]).told(), ["T:Hi", "T:!"]);
}

#[test]
fn a_member_that_comes_twice_counts_the_last_time() {
    let delta = r#"{"type":"response.output_text.delta","output_index":9,"delta":"no","output_index":0,"delta":"Hi"}"#;
    let item = r#"{"type":"response.output_item.done","output_index":1,"item":{"type":"function_call","call_id":"b","call_id":"a","name":"g","name":"f","arguments":"[]","arguments":"{}"}}"#;
    let last = r#"{"type":"response.completed","response":{"status":"completed","usage":{"input_tokens":1,"input_tokens":3,"output_tokens":2}}}"#;
    let body: String =
        [delta, item, last].iter().map(|event| format!("data: {event}\n\n")).collect();
    let played = play_body(&body);
    assert_eq!(played.told(), ["T:Hi", "+a f", "a<{}", "a={}"]);
    assert_eq!(played.finish().unwrap().usage.input, Some(3));
}
