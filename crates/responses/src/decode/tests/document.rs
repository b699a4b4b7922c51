//! A whole response in place of a stream.

use super::{call, completed, created, done, incomplete, message};
use crate::sample::{Told, play, play_document, play_document_text};
use kei_router_core::{ErrorKind, Scope, StreamEvent};
use serde_json::{Value, json};

/// The items of a reply with everything in it.
fn output() -> Vec<Value> {
    let mut cited = message("Hi");
    cited["content"][0]["annotations"] =
        json!([{"type": "url_citation", "url": "https://a.example/"}]);
    vec![
        json!({"type": "reasoning", "id": "rs_1", "encrypted_content": "x",
               "summary": [{"text": "One"}, {"text": "Two"}]}),
        json!({"type": "web_search_call", "id": "ws_1", "status": "completed"}),
        cited,
        call("a", "{\"x\":1}"),
    ]
}

/// The events of items that come whole, with this last one, and the document of it.
fn both(items: &[Value], mut last: Value) -> (Vec<Value>, Value) {
    last["response"]["id"] = json!("resp_1");
    last["response"]["model"] = json!("m-1");
    let mut document = last["response"].clone();
    document["object"] = json!("response");
    document["output"] = json!(items);
    let mut events = vec![created()];
    events.extend(items.iter().zip(0..).map(|(item, at)| done(at, item.clone())));
    events.push(last);
    (events, document)
}

#[test]
fn a_whole_response_gives_the_events_of_its_stream() {
    let cut = || incomplete(json!("max_output_tokens"));
    let filtered = || incomplete(json!("content_filter"));
    let refusal = json!({"type": "message", "content": [{"type": "refusal", "refusal": "No."}]});
    for (items, last) in [
        (output(), completed()),
        (vec![message("Hi")], cut()),
        (vec![call("a", "{\"x\":")], cut()),
        (vec![message("Hi")], filtered()),
        (vec![refusal], completed()),
        (Vec::new(), completed()),
    ] {
        let (events, document) = both(&items, last);
        let (streamed, whole) = (play(&events), play_document(&document));
        assert_eq!(whole.events, streamed.events, "{document}");
        assert_eq!(whole.events.last(), Some(&StreamEvent::Done));
    }
}

#[test]
fn a_response_that_failed_is_its_error_as_in_a_stream() {
    let error = json!({"code": "rate_limit_exceeded", "message": "Slow."});
    let failed = json!({"object": "response", "id": "resp_1", "model": "m-1", "status": "failed",
        "error": error, "output": [], "usage": {"input_tokens": 3}});
    let error = play_document(&failed).error.unwrap();
    assert_eq!((error.kind(), error.code()), (ErrorKind::RateLimit, Some("rate_limit_exceeded")));
    assert_eq!(error.partial().unwrap().usage.input, Some(3));
    for status in ["cancelled", "in_progress", "queued"] {
        let document = json!({"object": "response", "status": status, "output": []});
        let error = play_document(&document).error.unwrap();
        assert_eq!(
            (error.kind(), error.scope()),
            (ErrorKind::Truncated, Scope::Provider),
            "{status}"
        );
    }
}

#[test]
fn a_document_that_is_no_response_is_corrupt() {
    for other in [json!({}), json!({"object": "list", "data": []}), json!([1, 2]), json!("Hi")] {
        let error = play_document(&other).error.unwrap();
        assert_eq!(error.kind(), ErrorKind::Corrupt, "{other}");
    }
    let half = "{\"output\":[{\"type\":\"message\",\"content\":[{\"text\":\"a\\ud83d\"}]}]}";
    assert_eq!(play_document_text(half).told(), ["T:a", "T:\u{fffd}"]);
    let bare = json!({"output": [message("Hi")]});
    assert_eq!(play_document(&bare).told(), ["T:Hi"], "some servers leave out what it is");
}
