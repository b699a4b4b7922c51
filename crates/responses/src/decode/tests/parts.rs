//! Where parts end, and what the vendor attached to them.

use super::{Reading, added, at, call, created, done, message, text, turn};
use crate::Dialect;
use crate::sample::{play, vendor, written};
use kei_router_core::{ChatRequest, Message, Part, PartKind, StreamEvent};
use serde_json::{Value, json};

/// Pieces, and parts where they are told, in short.
fn steps(played: &Reading) -> Vec<String> {
    let step = |event: &StreamEvent| match event {
        StreamEvent::Token(text) | StreamEvent::Reasoning(text) => Some(text.clone()),
        StreamEvent::ToolCallStart { call_id, .. } => Some(format!("+{call_id}")),
        StreamEvent::Part(part) => Some(match &part.kind {
            PartKind::Text { text } => format!("[{text}]"),
            PartKind::Reasoning(reasoning) => format!("[{}]", reasoning.text),
            PartKind::ToolCall(call) => format!("[{}]", call.call_id),
            PartKind::Opaque(block) => format!("[{}]", block.json),
            other => format!("{other:?}"),
        }),
        _ => None,
    };
    played.events.iter().filter_map(step).collect()
}

/// The vendor data of each part.
fn attached(played: &Reading) -> Vec<Value> {
    let parts = played.finish().unwrap().message.content.parts();
    let json = |part: &Part| part.vendor.as_ref().map_or("null", |data| &data.json).to_owned();
    parts.iter().map(|part| serde_json::from_str(&json(part)).unwrap()).collect()
}

/// The items that the turn goes back as.
fn sent(played: &Reading, store: Option<bool>) -> Value {
    let vendor = vendor(Dialect { store, ..Dialect::PLAIN });
    let turn = played.finish().unwrap().message.clone();
    let mut history = vec![turn];
    if let Some(StreamEvent::ToolCall(call)) =
        played.events.iter().find(|event| matches!(event, StreamEvent::ToolCall(_)))
    {
        history.push(Message::tool(call.call_id.clone(), "done"));
    }
    history.push(Message::user("Go on"));
    let (body, warnings) = written(&vendor, &ChatRequest::new(history)).unwrap();
    assert_eq!(warnings, Vec::new());
    body["input"].clone()
}

fn said(id: &str, phase: Option<&str>, text: &str) -> Value {
    let mut item = message(text);
    item["id"] = json!(id);
    if let Some(phase) = phase {
        item["phase"] = json!(phase);
    }
    item
}

#[test]
fn a_part_ends_with_its_item_and_before_the_next_piece() {
    let thought = json!({"type": "reasoning", "id": "rs_1", "summary": [{"text": "Hm"}]});
    let second = at(1, "output_text.delta", json!({"content_index": 1, "delta": "B"}));
    let both = json!({"type": "message", "id": "msg_1", "content": [{"text": "A"}, {"text": "B"}]});
    let played = turn(&[
        at(0, "reasoning_summary_text.delta", json!({"summary_index": 0, "delta": "Hm"})),
        done(0, thought),
        text(1, "A"),
        second,
        done(1, both),
        added(2, call("c", "")),
        done(2, call("c", "{}")),
        done(3, message("C")),
    ]);
    let want = ["Hm", "[Hm]", "A", "[A]", "B", "[B]", "+c", "[c]", "C", "[C]"];
    assert_eq!(steps(&played), want);
}

#[test]
fn two_messages_are_two_parts_and_two_items_again() {
    let items = [said("msg_1", None, "One."), said("msg_2", None, "Two.")];
    let whole = turn(&[done(0, items[0].clone()), done(1, items[1].clone())]);
    let pieces = turn(&[
        added(0, json!({"type": "message", "id": "msg_1", "content": []})),
        text(0, "One."),
        done(0, items[0].clone()),
        added(1, json!({"type": "message", "id": "msg_2", "content": []})),
        text(1, "Two."),
        done(1, items[1].clone()),
    ]);
    for played in [whole, pieces] {
        assert_eq!(attached(&played), [Value::Null, json!({"id": "msg_2"})]);
        let input = sent(&played, Some(false));
        let texts = |at: usize| input[at]["content"].as_array().unwrap().len();
        assert_eq!((texts(0), texts(1), input[1].get("id")), (1, 1, None), "{input}");
    }
}

#[test]
fn a_host_tells_commentary_from_the_answer_and_the_vendor_gets_it_back() {
    let (first, last) = ("Let me look.", "It rains.");
    let added = |index: u64, id: &str, phase: &str| {
        let mut item = said(id, Some(phase), "");
        item["content"] = json!([]);
        added(index, item)
    };
    let played = turn(&[
        added(0, "msg_1", "commentary"),
        text(0, "Let me look."),
        done(0, said("msg_1", Some("commentary"), first)),
        added(1, "msg_2", "final_answer"),
        text(1, last),
        done(1, said("msg_2", Some("final_answer"), last)),
    ]);
    // Some servers tell the phase at the end only.
    let late = turn(&[
        text(0, first),
        done(0, said("msg_1", Some("commentary"), first)),
        done(1, said("msg_2", Some("final_answer"), last)),
    ]);
    for played in [&played, &late] {
        let want = [("msg_1", "commentary"), ("msg_2", "final_answer")];
        let want = want.map(|(id, phase)| json!({"id": id, "phase": phase}));
        assert_eq!(attached(played), want);
        let input = sent(played, Some(false));
        assert_eq!(input[0]["phase"], want[0]["phase"]);
        assert_eq!(input[1]["phase"], want[1]["phase"]);
        assert_eq!(input[0].get("id"), None, "an id means nothing where nothing is stored");
        assert_eq!(sent(played, Some(true))[1]["id"], "msg_2");
    }
}

#[test]
fn a_turn_that_is_cut_keeps_its_phase() {
    let mut item = said("msg_1", Some("commentary"), "");
    item["content"] = json!([]);
    let cut = play(&[created(), added(0, item), text(0, "Let")]);
    let partial = cut.error.unwrap().partial().unwrap().message.clone();
    assert!(partial.content.parts()[0].vendor.as_ref().unwrap().json.contains("commentary"));
}

#[test]
fn the_caller_and_the_namespace_of_a_call_go_back_as_they_came() {
    let caller = r#"{"type":"program", "id":"p","z":1.50,"a":12345678901234567890123}"#;
    let item = format!(
        r#"{{"type":"function_call","id":"fc_1","call_id":"c","name":"f","arguments":"{{}}","caller":{caller},"namespace":"crm"}}"#
    );
    let event = |kind: &str| {
        let kind = format!("response.output_item.{kind}");
        format!("data: {{\"type\":\"{kind}\",\"output_index\":0,\"item\":{item}}}\n\n")
    };
    let last = crate::sample::sse(&[super::completed()]);
    for body in [event("added") + &event("done") + &last, event("done") + &last] {
        let played = crate::sample::play_body(&body);
        let vendor = played.finish().unwrap().message.content.parts()[0].vendor.clone().unwrap();
        assert_eq!(vendor.json, format!(r#"{{"caller":{caller},"namespace":"crm"}}"#));
        let input = sent(&played, Some(false));
        assert_eq!(input[0]["namespace"], "crm");
        assert_eq!(input[0]["caller"], serde_json::from_str::<Value>(caller).unwrap());
    }
}

#[test]
fn sources_stay_with_their_text_and_go_back_in_it() {
    let source = json!({"type": "url_citation", "url": "https://a.example/", "start_index": 0});
    let mut whole = said("msg_1", Some("final_answer"), "Hi");
    whole["content"][0]["annotations"] = json!([source]);
    let part = json!({"content_index": 0, "part": whole["content"][0]});
    let streamed = turn(&[
        text(0, "Hi"),
        at(0, "output_text.annotation.added", json!({"annotation": source})),
        at(0, "content_part.done", part),
        done(0, whole.clone()),
    ]);
    let late = turn(&[done(0, whole)]);
    for played in [streamed, late] {
        let want = json!({"id": "msg_1", "phase": "final_answer", "annotations": [source]});
        assert_eq!(attached(&played), [want]);
        let input = sent(&played, Some(false));
        assert_eq!(input[0]["content"][0]["annotations"], json!([source]));
        assert_eq!(input[0].get("annotations"), None);
    }
}

#[test]
fn messages_without_ids_stay_apart_in_every_way_that_they_come() {
    let said = |texts: &[&str]| {
        let content: Vec<Value> =
            texts.iter().map(|text| json!({"type": "output_text", "text": text})).collect();
        json!({"type": "message", "content": content})
    };
    let whole = turn(&[done(0, said(&["One."])), done(1, said(&["Two.", "Two more."]))]);
    let pieces = turn(&[
        added(0, said(&[])),
        text(0, "One."),
        done(0, said(&["One."])),
        added(1, said(&[])),
        text(1, "Two."),
        at(1, "output_text.delta", json!({"content_index": 1, "delta": "Two more."})),
        done(1, said(&["Two.", "Two more."])),
    ]);
    for played in [whole, pieces] {
        for store in [Some(false), Some(true)] {
            let input = sent(&played, store);
            let texts = |at: usize| input[at]["content"].as_array().unwrap().len();
            assert_eq!((texts(0), texts(1), input[1].get("id")), (1, 2, None), "{input}");
        }
    }
}

#[test]
fn sources_that_come_as_events_alone_stay_with_their_text() {
    let source = |url: &str| json!({"type": "url_citation", "url": url});
    let event = |url: &str| {
        at(
            0,
            "output_text.annotation.added",
            json!({"content_index": 0, "annotation": source(url)}),
        )
    };
    let message = json!({"type": "message", "id": "msg_1",
                         "content": [{"type": "output_text", "text": "Hi", "annotations": []}]});
    let played = turn(&[text(0, "Hi"), event("https://a"), event("https://b"), done(0, message)]);
    let both = json!([source("https://a"), source("https://b")]);
    assert_eq!(attached(&played), [json!({"annotations": both})]);
    let sent = sent(&played, Some(false));
    assert_eq!(sent[0]["content"][0]["annotations"], both, "{sent}");
    // What the whole part tells replaces them, and tells none twice.
    let message = json!({"type": "message", "id": "msg_1", "content": [
        {"type": "output_text", "text": "Hi", "annotations": [source("https://a")]}]});
    let played = turn(&[text(0, "Hi"), event("https://a"), done(0, message)]);
    assert_eq!(attached(&played), [json!({"annotations": [source("https://a")]})]);
    let citations = played.events.iter().filter(|one| matches!(one, StreamEvent::Citation(_)));
    assert_eq!(citations.count(), 1);
}
