//! Complaints about tools.

use super::edit::{objects, payloads};
use crate::wires::{anthropic, chat, formats, kimi, responses};
use kei_router::{ChatRequest, Message, PartKind, Reply, StreamEvent, ToolCall};
use kei_router_testkit::{Replay, Script};
use kei_router_tests::{Offline, Scripted, VendorWire};
use serde_json::{Value, json};

fn calls(reply: &Reply) -> Vec<(&str, &str)> {
    reply.tool_calls().map(|call| (call.name.as_str(), call.arguments.as_str())).collect()
}

const OSLO: (&str, &str) = ("weather", r#"{"city":"Oslo"}"#);

/// Calls are missing from a stream, or have no arguments: `jeremychone/rust-genai#46`,
/// `jeremychone/rust-genai#127`.
#[tokio::test]
async fn no_call_is_missing_and_none_loses_its_arguments() {
    for wire in formats() {
        for script in [
            Script::new().call("call_1", OSLO.0, OSLO.1),
            Script::new().call_whole("call_1", OSLO.0, OSLO.1),
            Script::new().say("Let me see.").call("call_1", OSLO.0, OSLO.1),
            Script::new().reason(["Hm."]).call_whole("", OSLO.0, OSLO.1),
        ] {
            let reply = wire.reply(wire.body(&script)).await;
            assert_eq!(calls(&reply), [OSLO], "{}", wire.name());
            assert_eq!(reply.finish.reason.as_str(), "tool_use", "{}", wire.name());
        }
    }
    // Servers that say "stop" behind a call, and ones that send the whole call with the reason.
    let stop = chat().body(&Script::new().call("call_1", OSLO.0, OSLO.1).finish("stop"));
    let reply = chat().reply(stop).await;
    assert_eq!((calls(&reply).len(), reply.finish.reason.as_str()), (1, "tool_use"));
    let one = r#"{"choices":[{"index":0,"delta":{"role":"assistant","content":null,"tool_calls":[
        {"function":{"name":"weather","arguments":"{\"city\":\"Oslo\"}"}}]},
        "finish_reason":"tool_calls"}]}"#;
    let one = format!("data: {}\n\ndata: [DONE]\n\n", one.replace('\n', ""));
    assert_eq!(calls(&chat().reply(one).await), [OSLO]);
}

/// Of parallel calls only one is there: `jeremychone/rust-genai#173`.
#[tokio::test]
async fn parallel_calls_are_all_there_and_apart() {
    let two = ("time", r#"{"zone":"Europe/Oslo"}"#);
    let script = Script::new().call("call_1", OSLO.0, OSLO.1).call("call_2", two.0, two.1);
    let script = script.call("call_3", OSLO.0, "");
    for wire in formats() {
        let reply = wire.reply(wire.body(&script)).await;
        assert_eq!(calls(&reply), [OSLO, two, (OSLO.0, "")], "{}", wire.name());
        let ids: Vec<_> = reply.tool_calls().map(|call| call.call_id.as_str()).collect();
        assert_eq!(ids, ["call_1", "call_2", "call_3"], "{}", wire.name());
    }
    // All of them in one chunk, and their pieces by turns.
    let chunk = |calls: Value| {
        let choice = json!({"index": 0, "delta": {"tool_calls": calls}, "finish_reason": null});
        format!("data: {}\n\n", json!({"choices": [choice]}))
    };
    let start = |at: u64, name: &str| {
        json!({"index": at, "id": format!("call_{at}"),
        "type": "function", "function": {"name": name, "arguments": ""}})
    };
    let piece = |at: u64, text: &str| json!({"index": at, "function": {"arguments": text}});
    let (a, b) = (OSLO.1.split_at(5), two.1.split_at(9));
    let body = [
        chunk(json!([start(0, OSLO.0), start(1, two.0)])),
        chunk(json!([piece(1, b.0), piece(0, a.0)])),
        chunk(json!([piece(0, a.1), piece(1, b.1)])),
        "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\n".to_owned(),
        "data: [DONE]\n\n".to_owned(),
    ];
    assert_eq!(calls(&chat().reply(body.concat()).await), [OSLO, two]);
}

/// Pieces of the arguments are not passed on: `0xPlaygrounds/rig#1789`.
#[tokio::test]
async fn each_piece_of_the_arguments_is_passed_on() {
    let pieces = ["{\"ci", "ty\":", "\"Oslo", "\"}"];
    for wire in formats() {
        let body = wire.body(&Script::new().call_in_pieces("call_1", OSLO.0, pieces));
        let items = wire.stream(Replay::sse(body)).await.expect("it begins");
        let mut streamed = Vec::new();
        for item in &items {
            match item.as_ref().expect("no error") {
                StreamEvent::ToolCallStart { call_id, name } => {
                    streamed.push(format!("{call_id} {name}"))
                }
                StreamEvent::ToolCallDelta { fragment, .. } => streamed.push(fragment.clone()),
                StreamEvent::ToolCall(call) => streamed.push(call.arguments.clone()),
                _ => {}
            }
        }
        let want = [&["call_1 weather"], &pieces[..], &[OSLO.1]].concat();
        assert_eq!(streamed, want, "{}", wire.name());
    }
}

/// Arguments that are an object, and no text: the chunk is dropped. `0xPlaygrounds/rig#1829`.
#[tokio::test]
async fn arguments_as_an_object_are_arguments() {
    for wire in [chat(), responses()] {
        let body = wire.body(&Script::new().call_whole("call_1", OSLO.0, OSLO.1));
        let odd = payloads(&body, |payload| {
            objects(payload, &|members| {
                if let Some(arguments) = members.get_mut("arguments").filter(|text| *text != "") {
                    *arguments = json!({"city": "Oslo"});
                }
            });
        });
        assert_ne!(odd, body);
        assert_eq!(calls(&wire.reply(odd).await), [OSLO], "{}", wire.name());
    }
    let start = r#"{"type":"tool_use","id":"call_1","name":"weather","input":{"city":"Oslo"}}"#;
    let body = anthropic().body(&Script::new().call_whole("call_1", OSLO.0, ""));
    let odd = payloads(&body, |payload| {
        if payload["type"] == "content_block_start" {
            payload["content_block"] = serde_json::from_str(start).expect("JSON");
        }
    });
    assert_eq!(calls(&anthropic().reply(odd).await), [OSLO]);
}

/// The reply is kept, its calls are answered, and the vendor's rules take the next request.
async fn goes_back(vendor: &impl Scripted, script: Script) -> (ToolCall, Value) {
    let name = vendor.wire().name();
    let mut request = ChatRequest::new([Message::user("Go on.")]);
    let reply = vendor.ask(&request, script).await.expect("a turn");
    let call = reply.tool_calls().next().unwrap_or_else(|| panic!("{name}: no call")).clone();
    assert_eq!(reply.finish.reason.as_str(), "tool_use", "{name}");
    request = request.message(reply.finish.message).message(Message::tool(&call.call_id, "done"));
    let next = vendor.ask(&request, Script::text("Done.")).await;
    next.unwrap_or_else(|error| panic!("{name}: {error:?}"));
    (call, vendor.last_body())
}

/// Tools without arguments break, on `""` or on `null`, when read and when sent back:
/// `0xPlaygrounds/rig#989`, `0xPlaygrounds/rig#2554`, `sigoden/aichat#1217`.
#[tokio::test]
async fn a_call_without_arguments_has_an_empty_object() {
    for wire in VendorWire::all() {
        for none in ["", "null", "{}", " "] {
            let vendor = Offline::new(&wire);
            let script = Script::new().call_whole("call_1", "now", none);
            let (call, asked) = goes_back(&vendor, script).await;
            assert_eq!(call.parse::<Value>().expect("an object"), json!({}), "{none:?}");
            let sent = match wire.format() {
                "anthropic-messages" => asked["messages"][1]["content"][0]["input"].to_string(),
                "responses" => asked["input"][1]["arguments"].as_str().expect("text").to_owned(),
                _ => {
                    let function = &asked["messages"][1]["tool_calls"][0]["function"];
                    function["arguments"].as_str().expect("text").to_owned()
                }
            };
            assert_eq!(sent, "{}", "{} {none:?}", wire.name());
        }
    }
}

/// Malformed arguments kill the turn: `0xPlaygrounds/rig#2532`, `bigduu/Bamboo-agent#368`.
#[tokio::test]
async fn malformed_arguments_are_kept_and_kill_nothing() {
    for wire in VendorWire::all() {
        for broken in ["{\"city\": \"Os", "{\"city\": Oslo}", "Oslo", "[\"Oslo\"]", "{}}"] {
            let vendor = Offline::new(&wire);
            let script = Script::new().say("Hm.").call("call_1", "weather", broken);
            let (call, asked) = goes_back(&vendor, script).await;
            assert_eq!(call.arguments, broken, "{}", wire.name());
            let quoted = Value::from(broken).to_string();
            assert!(asked.to_string().contains(&quoted), "{}: {asked}", wire.name());
        }
    }
}

/// Signatures of thinking are lost over a turn with tools: `jeremychone/rust-genai#125`,
/// `jeremychone/rust-genai#275`.
#[tokio::test]
async fn what_signs_reasoning_goes_back_with_the_calls() {
    let script = || Script::new().reason(["I must ", "look."]).call("call_1", "weather", OSLO.1);
    let proof = "c2lnbmF0dXJlIG9mIHRoZSBzaW11bGF0b3I=";
    let (_, asked) = goes_back(&Offline::new(&anthropic()), script()).await;
    let want = json!({"type": "thinking", "thinking": "I must look.", "signature": proof});
    assert_eq!(asked["messages"][1]["content"][0], want);
    let (_, asked) = goes_back(&Offline::new(&responses()), script()).await;
    let summary = json!([{"type": "summary_text", "text": "I must look."}]);
    let want = json!({"type": "reasoning", "summary": summary, "encrypted_content": proof});
    assert_eq!(asked["input"][1], want);
    let (_, asked) = goes_back(&Offline::new(&kimi()), script()).await;
    assert_eq!(asked["messages"][1]["reasoning_content"], "I must look.");
}

/// The same for thinking that the vendor hides: an empty text, and a signature.
#[tokio::test]
async fn hidden_reasoning_goes_back_too() {
    for wire in [anthropic(), responses()] {
        let script = Script::new().reason(Vec::<String>::new()).call("call_1", "weather", OSLO.1);
        let body = wire.body(&script);
        let reply = wire.reply(body).await;
        let first = &reply.finish.message.content.parts()[0].kind;
        let PartKind::Reasoning(reasoning) = first else { panic!("{first:?}") };
        assert_eq!(reasoning.text, "", "{}", wire.name());
        let (_, asked) = goes_back(&Offline::new(&wire), script).await;
        let proof = reasoning.signature.as_ref().or(reasoning.redacted.as_ref()).expect("proof");
        assert!(asked.to_string().contains(proof.as_str()), "{}: {asked}", wire.name());
    }
}
