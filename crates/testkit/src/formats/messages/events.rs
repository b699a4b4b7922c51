//! The events of a reply.

use crate::formats::{Asked, SimFrame};
use crate::json::member;
use crate::script::{Block, Refused, Speech};
use kei_router_core::Usage;
use serde_json::{Value, json};

/// An event whose name is its type. The API pads its JSON with spaces before the last brace.
pub(super) fn event(body: &Value) -> SimFrame {
    let mut data = body.to_string();
    let padding = data.len().wrapping_mul(7) % 13;
    data.pop();
    data.extend(std::iter::repeat_n(' ', padding));
    data.push('}');
    SimFrame::new(member(body, "type").as_str(), data)
}

pub(super) fn error(refused: &Refused) -> Value {
    let mut error = json!({"type": refused.kind, "message": refused.message});
    if let (Some(code), Value::Object(members)) = (&refused.code, &mut error) {
        members.insert("code".to_owned(), code.as_str().into());
    }
    json!({"type": "error", "error": error})
}

pub(super) fn id(speech: &Speech, asked: &Asked) -> String {
    speech.id.clone().unwrap_or_else(|| format!("msg_01Sim{:08}", asked.number))
}

pub(super) fn message_start(speech: &Speech, asked: &Asked) -> SimFrame {
    let mut message = json!({
        "id": id(speech, asked),
        "type": "message", "role": "assistant",
        "model": speech.model.as_ref().unwrap_or(&asked.model),
        "content": [], "stop_reason": null, "stop_sequence": null,
    });
    if let (Some(usage), Value::Object(members)) = (&speech.usage, &mut message) {
        // The output is not known yet: the API sends a small number in its place.
        let mut early = *usage;
        early.output = usage.output.map(|output| output.min(1));
        members.insert("usage".to_owned(), usage_of(&early));
    }
    event(&json!({"type": "message_start", "message": message}))
}

/// The vendor's input leaves out what was read from or written to a cache.
pub(super) fn usage_of(usage: &Usage) -> Value {
    let (read, write) = (usage.cache_read.unwrap_or(0), usage.cache_write.unwrap_or(0));
    let hour = usage.cache_write_1h.unwrap_or(0);
    let input = usage.input.map(|all| all.saturating_sub(read).saturating_sub(write));
    json!({
        "input_tokens": input,
        "cache_creation_input_tokens": write,
        "cache_read_input_tokens": read,
        "cache_creation": {
            "ephemeral_5m_input_tokens": write.saturating_sub(hour),
            "ephemeral_1h_input_tokens": hour,
        },
        "output_tokens": usage.output,
        "service_tier": "standard",
    })
}

/// The usage at the end, which knows what was spent on thinking.
pub(super) fn total_of(usage: &Usage) -> Value {
    let mut total = usage_of(usage);
    if let (Some(thinking), Value::Object(counts)) = (usage.reasoning, &mut total) {
        let details = json!({"thinking_tokens": thinking});
        counts.insert("output_tokens_details".to_owned(), details);
    }
    total
}

/// Why the model stopped.
pub(super) fn stop_reason(speech: &Speech) -> Option<&str> {
    let fitting = if speech.has_calls() { "tool_use" } else { "end_turn" };
    speech.finishes.then(|| speech.finish.as_deref().unwrap_or(fitting))
}

pub(super) fn message_delta(speech: &Speech) -> SimFrame {
    let delta = json!({"stop_reason": stop_reason(speech), "stop_sequence": null});
    let mut body = json!({"type": "message_delta", "delta": delta});
    if let (Some(usage), Value::Object(members)) = (&speech.usage, &mut body) {
        members.insert("usage".to_owned(), total_of(usage));
    }
    event(&body)
}

pub(super) fn content_block(index: usize, block: &Block, frames: &mut Vec<SimFrame>) {
    let (start, pieces, last) = match block {
        Block::Text(tokens) => {
            let pieces = tokens.iter().map(|t| json!({"type": "text_delta", "text": t}));
            (json!({"type": "text", "text": ""}), pieces.collect::<Vec<_>>(), None)
        }
        Block::Reasoning { pieces, signature } => {
            let pieces = pieces.iter().map(|t| json!({"type": "thinking_delta", "thinking": t}));
            let last = json!({"type": "signature_delta", "signature": signature});
            let start = json!({"type": "thinking", "thinking": "", "signature": ""});
            (start, pieces.collect(), Some(last))
        }
        Block::Call { id, name, fragments, .. } => {
            let piece = |text| json!({"type": "input_json_delta", "partial_json": text});
            let pieces = fragments.iter().map(piece);
            let start = json!({"type": "tool_use", "id": id, "name": name, "input": {}});
            (start, pieces.collect(), None)
        }
    };
    let begin = json!({"type": "content_block_start", "index": index, "content_block": start});
    frames.push(event(&begin));
    let delta = |delta: Value| {
        event(&json!({"type": "content_block_delta", "index": index, "delta": delta}))
    };
    if matches!(block, Block::Call { .. }) {
        // The first piece is empty.
        frames.push(delta(json!({"type": "input_json_delta", "partial_json": ""})));
    }
    frames.extend(pieces.into_iter().map(|piece| delta(piece).paced()));
    frames.extend(last.map(delta));
    frames.push(event(&json!({"type": "content_block_stop", "index": index})));
}
