//! Ids of calls, whatever a server sends: each is the only one of its reply, and the vendor's own
//! words stay where they are.

use futures_util::StreamExt;
use kei_router::{ChatRequest, Message, StreamEvent};
use kei_router_testkit::{Replay, ReplayTransport};
use kei_router_tests::VendorWire;
use serde_json::{Value, json};
use std::sync::Arc;

fn sse(events: Vec<Value>) -> String {
    events.into_iter().map(|event| format!("data: {event}\n\n")).collect()
}

/// A reply of calls with these ids, each with arguments of its own.
fn body(format: &str, ids: &[Option<&str>], numbered: bool) -> String {
    match format {
        "chat-completions" => chat(ids, numbered),
        "responses" => responses(ids, numbered),
        _ => messages(ids),
    }
}

fn chat(ids: &[Option<&str>], numbered: bool) -> String {
    let call = |(n, id): (usize, &Option<&str>)| {
        let function = json!({"name": "f", "arguments": json!({"n": n}).to_string()});
        json!({"index": numbered.then_some(n), "id": id, "type": "function", "function": function})
    };
    let calls: Vec<Value> = ids.iter().enumerate().map(call).collect();
    let choice = json!({"index": 0, "delta": {"tool_calls": calls}, "finish_reason": "tool_calls"});
    sse(vec![json!({"id": "r", "model": "m", "choices": [choice]})]) + "data: [DONE]\n\n"
}

fn responses(ids: &[Option<&str>], numbered: bool) -> String {
    let done = |(n, id): (usize, &Option<&str>)| {
        let item = json!({"type": "function_call", "id": format!("fc_{n}"), "call_id": id,
            "name": "f", "arguments": json!({"n": n}).to_string(), "status": "completed"});
        let index = numbered.then_some(n);
        json!({"type": "response.output_item.done", "output_index": index, "item": item})
    };
    let response = json!({"id": "r", "model": "m", "status": "completed"});
    let mut events = vec![json!({"type": "response.created", "response": {"id": "r"}})];
    events.extend(ids.iter().enumerate().map(done));
    events.push(json!({"type": "response.completed", "response": response}));
    sse(events)
}

fn messages(ids: &[Option<&str>]) -> String {
    let block = |(n, id): (usize, &Option<&str>)| {
        let block = json!({"type": "tool_use", "id": id, "name": "f", "input": {"n": n}});
        [
            json!({"type": "content_block_start", "index": n, "content_block": block}),
            json!({"type": "content_block_stop", "index": n}),
        ]
    };
    let message = json!({"id": "r", "model": "m"});
    let mut events = vec![json!({"type": "message_start", "message": message})];
    events.extend(ids.iter().enumerate().flat_map(block));
    events.push(json!({"type": "message_delta", "delta": {"stop_reason": "tool_use"}}));
    events.push(json!({"type": "message_stop"}));
    sse(events)
}

async fn told(wire: &VendorWire, body: String) -> Vec<(String, String)> {
    let provider = wire.over(Arc::new(ReplayTransport::new(Replay::sse(body))));
    let request = ChatRequest::new([Message::user("Hi")]).max_tokens(100);
    let mut stream = provider.stream(&request).await.expect("it begins");
    let mut calls = Vec::new();
    while let Some(event) = stream.next().await {
        if let StreamEvent::ToolCall(call) = event.expect("no error") {
            calls.push((call.call_id, call.arguments));
        }
    }
    calls
}

/// Ids that repeat, that are missing, and that are what one would make up.
fn rows() -> Vec<Vec<Option<&'static str>>> {
    let made_up = ["call_0", "call_1", "call_2", "call_r_0", "call_r_1", "call_r_2"];
    let made_up = made_up.map(Some).into_iter().flat_map(|id| {
        [
            vec![None, id],
            vec![id, None],
            vec![id, None, None],
            vec![None, None, id],
            vec![id, id, None],
        ]
    });
    let (a, b) = (Some("a"), Some("b"));
    let plain = [
        vec![a, b],
        vec![a, a],
        vec![a, a, a, b],
        vec![None, None, None],
        vec![Some(""), Some(""), a],
    ];
    plain.into_iter().chain(made_up).collect()
}

/// Whether each call is there, under an id of its own: the vendor's where it is free.
fn check(calls: &[(String, String)], ids: &[Option<&str>], place: &str) {
    let arguments: Vec<Value> =
        calls.iter().map(|(_, json)| serde_json::from_str(json).unwrap()).collect();
    let wanted: Vec<Value> = (0..ids.len()).map(|n| json!({"n": n})).collect();
    assert_eq!(arguments, wanted, "{place}");
    for (at, (id, _)) in calls.iter().enumerate() {
        let is_free = |own: &str| calls[..at].iter().all(|(other, _)| other != own);
        assert!(!id.is_empty() && is_free(id), "{place}: {calls:?}");
        let own = ids[at].filter(|own| !own.is_empty() && is_free(own));
        assert!(own.is_none_or(|own| own == id), "{place}: {calls:?}");
    }
}

#[tokio::test]
async fn every_call_has_an_id_of_its_own_whatever_the_vendor_sends() {
    for wire in VendorWire::all() {
        for ids in rows() {
            for numbered in [true, false] {
                let calls = told(&wire, body(wire.format(), &ids, numbered)).await;
                let place = format!("{}: {ids:?}, numbered: {numbered}", wire.name());
                check(&calls, &ids, &place);
            }
        }
    }
}

#[tokio::test]
async fn a_half_of_a_character_in_an_id_or_a_name_costs_one_character() {
    for wire in VendorWire::all() {
        let plain = body(wire.format(), &[Some("cX"), Some("dX")], true);
        let halved = plain.replace("cX", r"c\ud83d").replace("dX", r"d\ude00");
        let ids: Vec<String> = told(&wire, halved).await.into_iter().map(|(id, _)| id).collect();
        assert_eq!(ids, ["c\u{fffd}", "d\u{fffd}"], "{}", wire.name());
        let halved = plain.replace(r#""name":"f""#, r#""name":"f\udc00""#);
        let provider = wire.over(Arc::new(ReplayTransport::new(Replay::sse(halved))));
        let reply = provider.complete(&ChatRequest::new([Message::user("Hi")])).await.unwrap();
        let names: Vec<&str> = reply.tool_calls().map(|call| call.name.as_str()).collect();
        assert_eq!(names, ["f\u{fffd}"; 2], "{}", wire.name());
    }
}
