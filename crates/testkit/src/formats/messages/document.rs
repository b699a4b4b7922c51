//! A reply as one document.

use super::events::{id, stop_reason, total_of};
use crate::formats::Asked;
use crate::script::{Block, Speech};
use serde_json::{Value, json};

pub(super) fn message(speech: &Speech, asked: &Asked) -> Value {
    let content: Vec<Value> = speech.blocks.iter().map(block).collect();
    let mut message = json!({
        "id": id(speech, asked),
        "type": "message", "role": "assistant",
        "model": speech.model.as_ref().unwrap_or(&asked.model),
        "content": content, "stop_reason": stop_reason(speech), "stop_sequence": null,
    });
    if let (Some(usage), Value::Object(members)) = (&speech.usage, &mut message) {
        members.insert("usage".to_owned(), total_of(usage));
    }
    message
}

fn block(block: &Block) -> Value {
    match block {
        Block::Text(tokens) => json!({"type": "text", "text": tokens.concat()}),
        Block::Reasoning { pieces, signature } => {
            json!({"type": "thinking", "thinking": pieces.concat(), "signature": signature})
        }
        Block::Call { id, name, fragments, .. } => {
            let input = serde_json::from_str(&fragments.concat()).unwrap_or_else(|_| json!({}));
            json!({"type": "tool_use", "id": id, "name": name, "input": input})
        }
    }
}
