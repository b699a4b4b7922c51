//! Streams as servers send them, orderly ones and odd ones.

mod document;
mod lenient;
mod parts;
mod tools;

use crate::sample::{Told, play, play_body, sse};
use kei_router_core::engine::Reading;
use kei_router_core::{ErrorKind, FinishKind, PartKind, Scope, StreamEvent, Usage};
use serde_json::{Value, json};

fn created() -> Value {
    json!({"type": "response.created", "sequence_number": 0,
           "response": {"id": "resp_1", "model": "m-1", "status": "in_progress", "usage": null}})
}

fn completed() -> Value {
    json!({"type": "response.completed", "response": {"id": "resp_1", "model": "m-1",
        "status": "completed", "usage": {"input_tokens": 10,
            "input_tokens_details": {"cached_tokens": 4, "cache_write_tokens": 3},
            "output_tokens": 7, "output_tokens_details": {"reasoning_tokens": 5}}}})
}

/// An event about the item at this place.
fn at(index: u64, kind: &str, members: Value) -> Value {
    let mut event = json!({"type": format!("response.{kind}"), "output_index": index});
    let (Value::Object(event_members), Value::Object(members)) = (&mut event, members) else {
        panic!("an event is an object");
    };
    event_members.extend(members);
    event
}

/// The same, from a server that names no place.
fn nowhere(kind: &str, members: Value) -> Value {
    let mut event = at(0, kind, members);
    event.as_object_mut().unwrap().remove("output_index");
    event
}

/// Plays events between the first and the last one.
fn turn(events: &[Value]) -> Reading {
    play(&[&[created()], events, &[completed()]].concat())
}

fn added(index: u64, item: Value) -> Value {
    at(index, "output_item.added", json!({"item": item}))
}

fn done(index: u64, item: Value) -> Value {
    at(index, "output_item.done", json!({"item": item}))
}

fn text(index: u64, delta: &str) -> Value {
    at(index, "output_text.delta", json!({"content_index": 0, "delta": delta, "logprobs": []}))
}

fn call(id: &str, arguments: &str) -> Value {
    json!({"type": "function_call", "id": format!("fc_{id}"), "call_id": id, "name": "f",
           "arguments": arguments})
}

fn arguments(index: u64, delta: &str) -> Value {
    at(index, "function_call_arguments.delta", json!({"delta": delta}))
}

fn message(text: &str) -> Value {
    json!({"type": "message", "id": "msg_1", "role": "assistant",
           "content": [{"type": "output_text", "text": text, "annotations": []}]})
}

#[test]
fn text_comes_in_its_pieces_and_the_whole_adds_nothing() {
    let played = turn(&[
        added(0, json!({"type": "message", "id": "msg_1", "content": []})),
        at(0, "content_part.added", json!({"part": {"type": "output_text", "text": ""}})),
        text(0, "Gr"),
        text(0, ""),
        text(0, "öße \"1\"\n"),
        at(0, "output_text.done", json!({"content_index": 0, "text": "Größe \"1\"\n"})),
        done(0, message("Größe \"1\"\n")),
    ]);
    assert_eq!(played.told(), ["T:Gr", "T:öße \"1\"\n"]);
    let finish = played.finish().unwrap();
    assert_eq!(finish.message.content.text(), "Größe \"1\"\n");
    assert_eq!((finish.reason.as_str(), finish.reason.word.as_str()), ("stop", "completed"));
    assert_eq!((finish.id.as_deref(), finish.model.as_str()), (Some("resp_1"), "m-1"));
    let mut usage = Usage::new(10, 7);
    (usage.cache_read, usage.cache_write, usage.reasoning) = (Some(4), Some(3), Some(5));
    assert_eq!(finish.usage, usage);
    let Some(StreamEvent::Started(started)) = played.events.first() else { panic!("no start") };
    assert_eq!((started.id.as_deref(), started.model.as_deref()), (Some("resp_1"), Some("m-1")));
}

#[test]
fn what_comes_only_as_a_whole_is_one_piece() {
    let only_done =
        turn(&[at(0, "output_text.done", json!({"text": "Hi"})), done(0, message("Hi"))]);
    let only_item = turn(&[done(0, message("Hi"))]);
    let mut end = completed();
    end["response"]["output"] = json!([message("Hi"), call("a", "{}")]);
    let only_end = play(&[created(), end]);
    assert_eq!(only_done.told(), ["T:Hi"]);
    assert_eq!(only_item.told(), ["T:Hi"]);
    assert_eq!(only_end.told(), ["T:Hi", "+a f", "a<{}", "a={}"]);
    assert_eq!(only_end.finish().unwrap().reason.as_str(), "tool_use");
}

#[test]
fn what_is_missing_of_a_whole_is_told_and_what_differs_is_not() {
    let missing = turn(&[text(0, "One"), done(0, message("One, two"))]);
    assert_eq!(missing.told(), ["T:One", "T:, two"]);
    let differs = turn(&[text(0, "One."), done(0, message("One, two"))]);
    assert_eq!(differs.told(), ["T:One.", "!text"]);
    let shorter = turn(&[text(0, "One, two"), done(0, message("One"))]);
    assert_eq!(shorter.told(), ["T:One, two", "!text"]);
    for played in [differs, shorter] {
        let told: String = played.told().iter().filter_map(|one| one.strip_prefix("T:")).collect();
        assert_eq!(played.finish().unwrap().message.content.text(), told);
    }
    let whole = json!({"content": [{"text": "One"}, {"text": "Two"}], "type": "message"});
    let unnumbered = turn(&[text(0, "One"), text(0, "Two"), done(0, whole)]);
    assert_eq!(unnumbered.told(), ["T:One", "T:Two"], "all its parts were told as the first one");
    let (a, b) = (call("a", "{\"x\":1}"), call("b", "{\"y\":2}"));
    let calls = turn(&[
        added(0, call("a", "")),
        arguments(0, "{\"x\""),
        done(0, a),
        added(1, call("b", "")),
        arguments(1, "{}"),
        done(1, b),
    ]);
    let told = ["+a f", "a<{\"x\"", "a<:1}", "a={\"x\":1}", "+b f", "b<{}", "b={}"];
    assert_eq!(calls.told(), told);
}

#[test]
fn a_finished_output_repeats_nothing() {
    let mut end = completed();
    let joined = json!({"type": "message", "content": [{"text": "A"}, {"text": "B"}]});
    end["response"]["output"] = json!([{"type": "reasoning", "id": "rs_9", "summary": []}, joined,
        call("other_id", "{}"), {"type": "web_search_call", "id": "ws_9"}]);
    let played = play(&[
        created(),
        done(0, json!({"type": "reasoning", "id": "rs_1", "encrypted_content": "x"})),
        done(1, message("A")),
        done(2, message("B")),
        done(3, call("a", "{}")),
        done(4, json!({"type": "web_search_call", "id": "ws_1"})),
        end,
    ]);
    assert_eq!(played.told(), ["T:A", "T:B", "+a f", "a<{}", "a={}"]);
    assert_eq!(played.parts().len(), 5);
}

#[test]
fn places_tell_items_apart_where_ids_change_with_each_event() {
    let rotated = |n: u64, mut event: Value| {
        event["item_id"] = json!(format!("id-{n}"));
        event
    };
    let played = turn(&[
        added(0, json!({"type": "message", "id": "id-1"})),
        added(1, json!({"type": "function_call", "id": "id-2", "call_id": "a", "name": "f"})),
        rotated(3, text(0, "Hel")),
        rotated(4, arguments(1, "{}")),
        rotated(5, text(0, "lo")),
        done(
            1,
            json!({"type": "function_call", "id": "id-6", "call_id": "a", "name": "f",
                       "arguments": "{}"}),
        ),
        done(0, json!({"type": "message", "id": "id-7", "content": [{"text": "Hello"}]})),
    ]);
    assert_eq!(played.told(), ["+a f", "T:Hel", "a<{}", "T:lo", "a={}"]);
    assert_eq!(played.finish().unwrap().message.content.text(), "Hello");
}

/// llama.cpp: no places, ids alone, every item done at the end, and its calls without an id.
#[test]
fn ids_tell_items_apart_where_there_are_no_places() {
    let item =
        |kind: &str, item: Value| nowhere(&format!("output_item.{kind}"), json!({"item": item}));
    let delta = |kind: &str, id: &str, delta: &str| {
        nowhere(&format!("{kind}.delta"), json!({"item_id": id, "delta": delta}))
    };
    let played = turn(&[
        item("added", json!({"type": "reasoning", "id": "rs", "encrypted_content": ""})),
        delta("reasoning_text", "rs", "Hm"),
        item("added", json!({"type": "message", "id": "msg"})),
        delta("output_text", "msg", "Hi"),
        item("added", call("a", "")),
        delta("function_call_arguments", "fc_a", "{\"x\":"),
        item("added", call("b", "")),
        delta("function_call_arguments", "fc_b", "{}"),
        delta("function_call_arguments", "fc_a", "1}"),
        item("done", json!({"type": "reasoning", "id": "rs", "content": [{"text": "Hm"}]})),
        nowhere("output_text.done", json!({"item_id": "msg", "text": "Hi"})),
        item("done", message("Hi")),
        item("done", json!({"type": "function_call", "call_id": "a", "arguments": "{\"x\":1}"})),
        item("done", json!({"type": "function_call", "call_id": "b", "arguments": "{}"})),
    ]);
    let told = ["R:Hm", "T:Hi", "+a f", "a<{\"x\":", "+b f", "b<{}", "a<1}", "a={\"x\":1}", "b={}"];
    assert_eq!(played.told(), told);
    assert_eq!(played.parts().len(), 4);
}

#[test]
fn order_tells_items_apart_where_nothing_else_does() {
    let bare = |item: Value| json!({"type": "function_call", "call_id": item, "name": "f"});
    let played = turn(&[
        nowhere("output_text.delta", json!({"delta": "Hi"})),
        nowhere("output_item.added", json!({"item": bare(json!("a"))})),
        nowhere("output_item.added", json!({"item": bare(json!("b"))})),
        nowhere("function_call_arguments.done", json!({"arguments": "{\"n\":1}"})),
        nowhere("function_call_arguments.done", json!({"arguments": "{\"n\":2}"})),
        nowhere("output_item.done", json!({"item": {"type": "function_call"}})),
        nowhere("output_item.done", json!({"item": {"type": "function_call"}})),
    ]);
    let told = ["T:Hi", "+a f", "+b f", "a<{\"n\":1}", "b<{\"n\":2}", "a={\"n\":1}", "b={\"n\":2}"];
    assert_eq!(played.told(), told);
}

#[test]
fn items_that_share_one_place_are_told_apart() {
    let played = turn(&[
        done(0, json!({"type": "reasoning", "summary": [{"text": "Hm"}]})),
        text(0, "Hi"),
        added(0, call("a", "")),
        arguments(0, "{}"),
        done(0, call("a", "{}")),
        done(0, call("b", "{\"x\":1}")),
        done(0, call("b", "{\"x\":1}")),
    ]);
    let told = ["R:Hm", "T:Hi", "+a f", "a<{}", "a={}", "+b f", "b<{\"x\":1}", "b={\"x\":1}"];
    assert_eq!(played.told(), told);
}

#[test]
fn parts_of_reasoning_do_not_run_together() {
    let summary = |part: u64, delta: &str| {
        at(0, "reasoning_summary_text.delta", json!({"summary_index": part, "delta": delta}))
    };
    let item = json!({"type": "reasoning", "id": "rs_1", "encrypted_content": "gAAA",
        "summary": [{"type": "summary_text", "text": "One"}, {"type": "summary_text", "text": "Two"}]});
    let streamed = turn(&[
        added(0, json!({"type": "reasoning", "id": "rs_1", "encrypted_content": "early"})),
        summary(0, "O"),
        summary(0, "ne"),
        summary(1, "Two"),
        at(0, "reasoning_summary_text.done", json!({"summary_index": 1, "text": "Two"})),
        done(0, item.clone()),
    ]);
    assert_eq!(streamed.told(), ["R:O", "R:ne", "R:\n\n", "R:Two"]);
    let whole = turn(&[done(0, item)]);
    assert_eq!(whole.told(), ["R:One", "R:\n\n", "R:Two"]);
    for played in [streamed, whole] {
        let [PartKind::Reasoning(kept)] = played.parts()[..] else { panic!("one part") };
        assert_eq!((kept.text.as_str(), kept.id.as_deref()), ("One\n\nTwo", Some("rs_1")));
        assert_eq!(
            (kept.redacted.as_deref(), kept.provider.as_deref()),
            (Some("gAAA"), Some("plain"))
        );
    }
}

#[test]
fn hidden_reasoning_keeps_its_place_and_its_encrypted_form() {
    let hidden =
        |id: &str| json!({"type": "reasoning", "id": id, "encrypted_content": id, "summary": []});
    let played = turn(&[
        done(0, hidden("a")),
        done(1, call("x", "{}")),
        done(2, hidden("b")),
        done(3, message("Hi")),
    ]);
    let kinds = played.parts();
    assert!(matches!(
        kinds[..],
        [
            PartKind::Reasoning(_),
            PartKind::ToolCall(_),
            PartKind::Reasoning(_),
            PartKind::Text { .. }
        ]
    ));
    assert!(!played.told().iter().any(|told| told.starts_with("R:")));
}

#[test]
fn calls_come_whole_or_late_or_without_arguments() {
    let mut late = call("late", "{\"x\":1}");
    late["arguments"] = json!({"x": 1});
    let played = turn(&[
        added(0, call("whole", "")),
        at(0, "function_call_arguments.done", json!({"arguments": "{\"x\":1}"})),
        done(0, call("whole", "")),
        arguments(1, "{\"x\""),
        done(1, late),
        added(2, call("none", "")),
        done(2, call("none", "")),
        done(3, json!({"type": "function_call", "call_id": "nameless", "arguments": "{}"})),
    ]);
    let told = ["+whole f", "whole<{\"x\":1}", "whole={\"x\":1}", "+late f", "late<{\"x\":1}"];
    let more = ["late={\"x\":1}", "+none f", "none=", "!tool_call"];
    assert_eq!(played.told(), [told.as_slice(), more.as_slice()].concat());
    assert_eq!(played.finish().unwrap().reason.as_str(), "tool_use");
}

#[test]
fn a_custom_tools_input_is_its_arguments() {
    let tool = |input: &str| json!({"type": "custom_tool_call", "call_id": "c", "name": "patch", "input": input});
    let played = turn(&[
        added(0, tool("")),
        at(0, "custom_tool_call_input.delta", json!({"delta": "*** Be"})),
        at(0, "custom_tool_call_input.delta", json!({"delta": "gin"})),
        at(0, "custom_tool_call_input.done", json!({"input": "*** Begin"})),
        done(0, tool("*** Begin")),
    ]);
    assert_eq!(played.told(), ["+c patch", "c<*** Be", "c<gin", "c=*** Begin"]);
}

#[test]
fn hosted_and_unknown_items_are_kept_word_for_word() {
    let json = r#"{"type": "web_search_call","id":"ws_1", "n": 1.50, "status":"completed"}"#;
    let body = sse(&[created(), added(0, json!({"type": "web_search_call", "id": "ws_1"}))])
        + &sse(&[at(0, "web_search_call.searching", json!({"item_id": "ws_1"}))])
        + &format!(
            "data: {{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":{json}}}\n\n"
        )
        + &sse(&[done(1, json!({"type": "dream", "id": "d"})), completed()]);
    let played = play_body(&body);
    let [PartKind::Opaque(search), PartKind::Opaque(dream)] = played.parts()[..] else {
        panic!("{:?}", played.parts());
    };
    assert_eq!((search.json.as_str(), search.provider.as_str()), (json, "plain"));
    assert!(dream.json.contains("dream"));
    assert_eq!(played.finish().unwrap().reason.kind, FinishKind::Stop);
}

#[test]
fn sources_are_told_once() {
    let source = json!({"type": "url_citation", "url": "https://a.example/", "title": "A"});
    let file = json!({"type": "file_citation", "file_id": "file-1", "filename": "a.pdf"});
    let mut whole = message("Hi");
    whole["content"][0]["annotations"] = json!([source, file]);
    let played = turn(&[
        text(0, "Hi"),
        at(0, "output_text.annotation.added", json!({"annotation": source})),
        done(0, whole),
    ]);
    let citations = played.events.iter().filter_map(|event| match event {
        StreamEvent::Citation(citation) => {
            Some((citation.url.as_deref(), citation.title.as_deref()))
        }
        _ => None,
    });
    let want = [(Some("https://a.example/"), Some("A")), (None, Some("a.pdf"))];
    assert_eq!(citations.collect::<Vec<_>>(), want);
}

#[test]
fn a_refusal_is_text_and_a_reason() {
    let delta = |text: &str| at(0, "refusal.delta", json!({"content_index": 0, "delta": text}));
    let part = json!({"type": "message", "content": [{"type": "refusal", "refusal": "I can't."}]});
    let whole = at(0, "refusal.done", json!({"content_index": 0, "refusal": "I can't."}));
    let streamed = turn(&[delta("I "), delta("can't."), whole, done(0, part.clone())]);
    assert_eq!(streamed.told(), ["T:I ", "T:can't."]);
    let late = turn(&[done(0, part)]);
    assert_eq!(late.told(), ["T:I can't."]);
    for played in [streamed, late] {
        assert_eq!(played.finish().unwrap().reason.as_str(), "refusal");
    }
}

fn incomplete(reason: Value) -> Value {
    json!({"type": "response.incomplete", "response": {"status": "incomplete",
           "incomplete_details": {"reason": reason}, "usage": {"input_tokens": 1}}})
}

#[test]
fn an_incomplete_response_says_why() {
    let kinds = [
        (json!("max_output_tokens"), FinishKind::Length, "max_output_tokens"),
        (json!("content_filter"), FinishKind::ContentFilter, "content_filter"),
        (json!("steered"), FinishKind::Other, "steered"),
        (Value::Null, FinishKind::Other, "incomplete"),
    ];
    for (reason, kind, word) in kinds {
        let played = play(&[created(), text(0, "Hi"), incomplete(reason)]);
        let reason = &played.finish().unwrap().reason;
        assert_eq!((reason.kind, reason.word.as_str()), (kind, word));
    }
}

#[test]
fn a_call_that_was_cut_keeps_its_arguments_and_is_no_tool_use() {
    let mut item = call("a", "{\"x\":");
    item["status"] = json!("incomplete");
    let begun = [created(), added(0, call("a", "")), arguments(0, "{\"x\":")];
    let length = || incomplete(json!("max_output_tokens"));
    // Some servers call it completed all the same.
    for last in [done(0, item), done(0, call("a", "{\"x\":"))] {
        let played = play(&[&begun[..], &[last, length()]].concat());
        assert_eq!(played.told(), ["+a f", "a<{\"x\":", "a={\"x\":", "!tool_call"]);
        assert_eq!(played.finish().unwrap().reason.kind, FinishKind::Length);
    }
    let whole = play(&[created(), done(0, call("a", "{}")), length()]);
    assert_eq!(whole.finish().unwrap().reason.kind, FinishKind::ToolUse);
    let malformed = turn(&[done(0, call("a", "{\"x\":"))]);
    assert_eq!(malformed.told(), ["+a f", "a<{\"x\":", "a={\"x\":"]);
    assert_eq!(malformed.finish().unwrap().reason.kind, FinishKind::ToolUse);
}

#[test]
fn every_shape_of_an_error_is_the_same_error() {
    let error = json!({"code": "rate_limit_exceeded", "message": "Slow."});
    let flat = json!({"type": "error", "code": "rate_limit_exceeded", "message": "Slow."});
    let shapes = [
        sse(&[json!({"type": "error", "error": error})]),
        sse(&[flat]),
        sse(&[json!({"type": "response.failed",
                     "response": {"status": "failed", "error": error, "usage": {"input_tokens": 3}}})]),
        sse(&[
            json!({"type": "response.completed", "response": {"status": "failed", "error": error}}),
        ]),
        format!("event: error\ndata: {error}\n\n"),
        format!("data: {}\n\n", json!({"error": error})),
    ];
    for shape in shapes {
        let played = play_body(&(sse(&[created(), text(0, "Hi")]) + &shape));
        let failed = played.error.unwrap();
        assert_eq!(failed.kind(), ErrorKind::RateLimit, "{shape}");
        assert_eq!(failed.code(), Some("rate_limit_exceeded"), "{shape}");
        assert_eq!(failed.partial().unwrap().message.content.text(), "Hi");
        let used = shape.contains("input_tokens").then_some(3);
        assert_eq!(failed.partial().unwrap().usage.input, used);
    }
}

#[test]
fn a_failure_without_words_is_still_one_and_repeats_no_prompt() {
    let event =
        json!({"type": "response.failed", "response": {"error": null, "instructions": "p"}});
    let failed = play(&[created(), event]).error.unwrap();
    assert_eq!((failed.kind(), failed.body()), (ErrorKind::Upstream, Some("")));
    let cancelled = json!({"type": "response.cancelled", "response": {"status": "cancelled"}});
    let cancelled = play(&[created(), text(0, "Hi"), cancelled]).error.unwrap();
    assert_eq!((cancelled.kind(), cancelled.scope()), (ErrorKind::Truncated, Scope::Provider));
    assert!(cancelled.is_retryable());
}

#[test]
fn only_the_last_event_proves_a_reply_whole() {
    let begun = sse(&[created(), text(0, "Hi"), done(0, message("Hi"))]);
    for end in ["", "data: [DONE]\n\n", "data: {\"type\":\"response.comp"] {
        let played = play_body(&format!("{begun}{end}"));
        let cut = played.error.unwrap();
        assert_eq!(cut.kind(), ErrorKind::Truncated, "{end}");
        assert_eq!(cut.partial().unwrap().message.content.text(), "Hi");
    }
    let gateway = play_body(&(begun + &sse(&[completed()]) + "data: [DONE]\n\n"));
    assert_eq!(gateway.finish().unwrap().message.content.text(), "Hi");
    assert_eq!(gateway.events.last(), Some(&StreamEvent::Done));
}

#[test]
fn a_damaged_event_fails_and_a_strange_one_does_not() {
    for damaged in [
        "data: {\"type\":\"response.output_text.delta\",\"delta\":\"H\n\n",
        "event: response.output_text.delta\ndata: nonsense\n\n",
        "data: {\"id\":\"resp_jQdata: {}\n\n",
    ] {
        let played = play_body(&(sse(&[created()]) + damaged + &sse(&[completed()])));
        assert_eq!(played.error.unwrap().kind(), ErrorKind::Corrupt, "{damaged}");
    }
    let strange = "event: sparkle\ndata: not even JSON\n\ndata: {\"type\":\"keepalive\"}\n\n\
        data: {\"odd\":1}\n\ndata:\n\nevent: response.dream\ndata: {\"output_index\":\"x\"}\n\n\
        data: {\"type\":\"response.output_text.delta\",\"output_index\":-1,\"delta\":{\"x\":[]}}\n\n\
        data: {\"type\":\"response.output_item.done\",\"output_index\":9,\"item\":[]}\n\n";
    let played = play_body(&(sse(&[created()]) + strange + &sse(&[text(0, "Hi"), completed()])));
    assert_eq!(played.told(), ["T:Hi"]);
    assert_eq!(played.parts().len(), 1);
}

#[test]
fn the_events_name_is_asked_only_where_the_payload_has_no_type() {
    let named = "event: response.output_text.delta\ndata: {\"output_index\":0,\"delta\":\"Hi\"}\n\n\
        event: response.completed\ndata: {\"response\":{\"model\":\"m-1\"}}\n\n";
    assert_eq!(play_body(named).told(), ["T:Hi"]);
    let misnamed = "event: response.created\ndata: {\"type\":\"response.output_text.delta\",\"delta\":\"Hi\"}\n\n";
    assert_eq!(play_body(&(misnamed.to_owned() + &sse(&[completed()]))).told(), ["T:Hi"]);
    let behind = "data: {\"type\":\"response.output_text.delta\",\"delta\":\"Hi\"}\nevent: response.output_text.delta\n\n";
    assert_eq!(play_body(&(behind.to_owned() + &sse(&[completed()]))).told(), ["T:Hi"]);
}

#[test]
fn endless_items_are_refused() {
    let items: Vec<_> = (0..5000).map(|n| added(n * 1_000_000_007, call("", ""))).collect();
    assert_eq!(play_cut(&items).kind(), ErrorKind::TooLarge);
    let parts: Vec<_> = (0..5000)
        .map(|n| at(0, "reasoning_text.delta", json!({"content_index": n, "delta": "x"})))
        .collect();
    assert_eq!(play_cut(&parts).kind(), ErrorKind::TooLarge);
}

fn play_cut(events: &[Value]) -> kei_router_core::LlmError {
    play(events).error.unwrap()
}
