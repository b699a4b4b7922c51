//! A reply as one document.

use super::chunks::{finish_reason, id, usage_of};
use crate::formats::{Asked, common};
use crate::script::{Block, Speech};
use serde_json::{Value, json};

pub(super) fn completion(speech: &Speech, asked: &Asked) -> Value {
    let reason = speech.finishes.then(|| finish_reason(speech));
    let message = message(speech);
    let choice = json!({"index": 0, "message": message, "logprobs": null, "finish_reason": reason});
    json!({
        "id": id(speech, asked),
        "object": "chat.completion",
        "created": common::CREATED,
        "model": speech.model.as_ref().unwrap_or(&asked.model),
        "system_fingerprint": "fp_sim",
        "choices": [choice],
        "usage": speech.usage.as_ref().map_or(Value::Null, usage_of),
    })
}

fn message(speech: &Speech) -> Value {
    let (mut text, mut reasoning, mut calls) = (String::new(), String::new(), Vec::new());
    for block in &speech.blocks {
        match block {
            Block::Text(tokens) => text.push_str(&tokens.concat()),
            Block::Reasoning { pieces, .. } => reasoning.push_str(&pieces.concat()),
            Block::Call { id, name, fragments, .. } => calls.push(json!({
                "id": id, "type": "function",
                "function": {"name": name, "arguments": fragments.concat()},
            })),
        }
    }
    let content = if text.is_empty() { Value::Null } else { text.into() };
    let mut message = json!({"role": "assistant", "content": content, "refusal": null});
    if let Value::Object(members) = &mut message {
        if !reasoning.is_empty() {
            members.insert("reasoning_content".to_owned(), reasoning.into());
        }
        if !calls.is_empty() {
            members.insert("tool_calls".to_owned(), calls.into());
        }
    }
    message
}
