//! Turns of the model at random: said by a simulator, read as a message, sent back in a request.

use crate::checks::as_sent;
use kei_router::{Message, PartKind};
use kei_router_testkit::Script;
use kei_router_tests::{Rng, VendorWire};
use serde_json::Value;

/// A piece of a turn. An id is the wire's business, and left out.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Block {
    Text(String),
    Reasoning(String),
    Call { name: String, arguments: String },
}

use Block::{Call, Reasoning, Text};

/// What the simulator's reasoning is signed with, or encrypted to.
const PROOF: &str = "c2lnbmF0dXJlIG9mIHRoZSBzaW11bGF0b3I=";

/// The script of a turn. Calls may lack an id, or have one that came in an earlier turn.
pub(crate) fn script(turn: &[Block], rng: &mut Rng) -> Script {
    turn.iter().enumerate().fold(Script::new(), |script, (at, block)| match block {
        Text(text) => script.say_tokens(rng.cut_text(text)),
        Reasoning(text) => script.reason(rng.cut_text(text)),
        Call { name, arguments } => {
            let ids = [String::new(), format!("{name}:{at}"), format!("call_{at}")];
            let id = rng.pick(&ids);
            match rng.one_in(3) {
                true => script.call_whole(&id, name, arguments),
                false => script.call_in_pieces(&id, name, rng.cut_text(arguments)),
            }
        }
    })
}

/// The turn as a message has it: this format has no ends of parts, so that text behind text, and
/// reasoning behind reasoning, is one part.
pub(crate) fn as_read(turn: &[Block], wire: &VendorWire) -> Vec<Block> {
    match wire.format() {
        "chat-completions" => joined(turn),
        _ => turn.to_vec(),
    }
}

/// The same, with neighbours of a kind joined, but for calls.
fn joined(turn: &[Block]) -> Vec<Block> {
    let mut joined: Vec<Block> = Vec::new();
    for block in turn {
        match (joined.last_mut(), block) {
            (Some(Text(old)), Text(new)) | (Some(Reasoning(old)), Reasoning(new)) => {
                old.push_str(new);
            }
            _ => joined.push(block.clone()),
        }
    }
    joined
}

/// What a message says; its reasoning is the vendor's, with the proof that the wire gives.
pub(crate) fn of_message(message: &Message, wire: &VendorWire) -> Vec<Block> {
    let parts = message.content.parts().iter().map(|part| match &part.kind {
        PartKind::Text { text } => Text(text.clone()),
        PartKind::ToolCall(call) => {
            assert!(!call.call_id.is_empty(), "{call:?}");
            Call { name: call.name.clone(), arguments: call.arguments.clone() }
        }
        PartKind::Reasoning(reasoning) => {
            assert_eq!(reasoning.provider.as_deref(), Some(wire.vendor()));
            let proof = match wire.format() {
                "anthropic-messages" => reasoning.signature.as_deref(),
                "responses" => reasoning.redacted.as_deref(),
                _ => Some(PROOF),
            };
            assert_eq!(proof, Some(PROOF), "{reasoning:?}");
            Reasoning(reasoning.text.clone())
        }
        other => panic!("{other:?}"),
    });
    parts.collect()
}

/// What of a message goes back, and how it looks there.
pub(crate) fn as_returned(read: &[Block], wire: &VendorWire) -> Vec<Block> {
    let calls = read.iter().any(|block| matches!(block, Call { .. }));
    let keeps = |block: &&Block| match (block, wire.format(), wire.vendor()) {
        // This wire refuses text that is blank.
        (Text(text), "anthropic-messages", _) => !text.trim().is_empty(),
        (Reasoning(_), "chat-completions", "kimi") => calls,
        (Reasoning(_), "chat-completions", _) => false,
        _ => true,
    };
    let mut back: Vec<Block> = read.iter().filter(keeps).cloned().collect();
    if wire.format() == "chat-completions" {
        back.sort_by_key(|block| match block {
            Reasoning(_) => 0,
            Text(_) => 1,
            Call { .. } => 2,
        });
        back = joined(&back);
    }
    // Reasoning that led to nothing may not go back.
    while wire.format() != "chat-completions" && matches!(back.last(), Some(Reasoning(_))) {
        back.pop();
    }
    for block in &mut back {
        if let Call { name, arguments } = block {
            let (_, sent) = as_sent(wire.format(), &(name.clone(), arguments.clone()));
            *arguments = text_of(&sent);
        }
    }
    back
}

/// What the model has said in a request, all of its turns in one.
pub(crate) fn of_request(asked: &Value, wire: &VendorWire) -> Vec<Block> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let conversation = match wire.format() {
        "responses" => list(&asked["input"]),
        _ => list(&asked["messages"]),
    };
    let models = conversation.iter().filter(|one| one["role"] == "assistant" || is_item(one));
    let pieces = models.flat_map(|one| match wire.format() {
        "chat-completions" => pieces_of_chat(one),
        _ if one["content"].is_string() => vec![Text(text_of(&one["content"]))],
        "responses" if is_item(one) => vec![piece(one)],
        _ => list(&one["content"]).iter().map(piece).collect(),
    });
    pieces.collect()
}

fn is_item(value: &Value) -> bool {
    value["type"] == "function_call" || value["type"] == "reasoning"
}

/// A block, an item, or a part of one.
fn piece(value: &Value) -> Block {
    match value["type"].as_str().unwrap_or_default() {
        "text" | "output_text" => Text(text_of(&value["text"])),
        "thinking" => {
            assert_eq!(value["signature"], PROOF);
            Reasoning(text_of(&value["thinking"]))
        }
        "reasoning" => {
            assert_eq!(value["encrypted_content"], PROOF);
            Reasoning(text_of(&value["summary"][0]["text"]))
        }
        "tool_use" => call(value, "input"),
        "function_call" => call(value, "arguments"),
        other => panic!("{other}: {value}"),
    }
}

fn pieces_of_chat(message: &Value) -> Vec<Block> {
    let given = |name: &str| message[name].as_str().filter(|text| !text.is_empty());
    let reasoning = given("reasoning_content").map(|text| Reasoning(text.to_owned()));
    let text = given("content").map(|text| Text(text.to_owned()));
    let calls = message["tool_calls"].as_array().into_iter().flatten();
    let calls = calls.map(|one| call(&one["function"], "arguments"));
    reasoning.into_iter().chain(text).chain(calls).collect()
}

fn call(value: &Value, arguments: &str) -> Block {
    Call { name: text_of(&value["name"]), arguments: text_of(&value[arguments]) }
}

/// A text as it is, anything else as its JSON.
fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
