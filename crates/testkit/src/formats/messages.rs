//! Anthropic's Messages format.

use super::{Asked, Format};
use crate::SimRequest;
use crate::frames::Frame;
use crate::json::member;
use crate::rules::messages as rules;
use crate::script::{Block, Refused, Speech};
use kei_router_core::{Usage, Wire};
use serde_json::{Value, json};

pub(crate) struct Messages;

impl Format for Messages {
    fn name(&self) -> &'static str {
        "anthropic-messages"
    }

    fn request_id_header(&self) -> &'static str {
        "request-id"
    }

    fn render(&self, _: &Wire, speech: &Speech, asked: &Asked) -> Vec<Frame> {
        let mut frames = vec![message_start(speech, asked)];
        for (index, block) in speech.blocks.iter().enumerate() {
            content_block(index, block, &mut frames);
            if index == 0 {
                // The vendor pings behind the first block's start.
                frames.insert(2, event(&json!({"type": "ping"})));
            }
        }
        frames.push(message_delta(speech));
        frames.push(event(&json!({"type": "message_stop"})).terminator());
        frames
    }

    fn words(&self, status: u16) -> (&'static str, Option<&'static str>) {
        match status {
            401 => ("authentication_error", None),
            404 => ("not_found_error", None),
            413 => ("request_too_large", None),
            _ => ("invalid_request_error", None),
        }
    }

    fn refusal(&self, refused: &Refused, request_id: &str) -> Value {
        let mut body = error(refused);
        if let Value::Object(members) = &mut body {
            members.insert("request_id".to_owned(), request_id.into());
        }
        body
    }

    fn interruptions(&self, _: &Speech, _: &Asked, refused: &Refused, _: usize) -> Vec<Vec<Frame>> {
        vec![vec![event(&error(refused))]]
    }

    fn check(&self, request: &SimRequest) -> Result<(), Refused> {
        rules::check(request)
    }

    fn proves(&self, _: &Wire, data: &str) -> bool {
        let parsed: Value = serde_json::from_str(data).unwrap_or_default();
        member(&parsed, "type") == "message_stop"
    }

    fn unknown_events(&self) -> Vec<Frame> {
        let unknown = json!({"type": "future_event", "future": {"text": "pass me over"}});
        let delta = json!({"type": "future_delta", "future": "pass me over"});
        let unknown_delta = json!({"type": "content_block_delta", "index": 0, "delta": delta});
        vec![event(&unknown), event(&json!({"type": "ping"})), event(&unknown_delta)]
    }

    fn has_reasoning(&self) -> bool {
        true
    }

    fn limit_word(&self) -> &'static str {
        "max_tokens"
    }
}

/// An event whose name is its type. The vendor pads its JSON with spaces before the last brace.
fn event(body: &Value) -> Frame {
    let mut data = body.to_string();
    let padding = data.len().wrapping_mul(7) % 13;
    data.pop();
    data.extend(std::iter::repeat_n(' ', padding));
    data.push('}');
    Frame::new(member(body, "type").as_str(), data)
}

fn error(refused: &Refused) -> Value {
    let mut error = json!({"type": refused.kind, "message": refused.message});
    if let (Some(code), Value::Object(members)) = (&refused.code, &mut error) {
        members.insert("code".to_owned(), code.as_str().into());
    }
    json!({"type": "error", "error": error})
}

fn message_start(speech: &Speech, asked: &Asked) -> Frame {
    let mut message = json!({
        "id": speech.id.clone().unwrap_or_else(|| format!("msg_01Sim{:08}", asked.number)),
        "type": "message", "role": "assistant",
        "model": speech.model.as_ref().unwrap_or(&asked.model),
        "content": [], "stop_reason": null, "stop_sequence": null,
    });
    if let (Some(usage), Value::Object(members)) = (&speech.usage, &mut message) {
        // The output is not known yet: the vendor sends a small number in its place.
        let mut early = *usage;
        early.output = usage.output.map(|output| output.min(1));
        members.insert("usage".to_owned(), usage_of(&early));
    }
    event(&json!({"type": "message_start", "message": message}))
}

/// The vendor's input leaves out what was read from or written to a cache.
fn usage_of(usage: &Usage) -> Value {
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

fn message_delta(speech: &Speech) -> Frame {
    let fitting = if speech.has_calls() { "tool_use" } else { "end_turn" };
    let word = speech.finish.as_deref().unwrap_or(fitting);
    let reason = speech.finishes.then_some(word);
    let delta = json!({"stop_reason": reason, "stop_sequence": null});
    let mut body = json!({"type": "message_delta", "delta": delta});
    if let (Some(usage), Value::Object(members)) = (&speech.usage, &mut body) {
        let mut total = usage_of(usage);
        if let (Some(thinking), Value::Object(counts)) = (usage.reasoning, &mut total) {
            let details = json!({"thinking_tokens": thinking});
            counts.insert("output_tokens_details".to_owned(), details);
        }
        members.insert("usage".to_owned(), total);
    }
    event(&body)
}

fn content_block(index: usize, block: &Block, frames: &mut Vec<Frame>) {
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
        // The vendor's first piece is empty.
        frames.push(delta(json!({"type": "input_json_delta", "partial_json": ""})));
    }
    frames.extend(pieces.into_iter().map(|piece| delta(piece).paced()));
    frames.extend(last.map(delta));
    frames.push(event(&json!({"type": "content_block_stop", "index": index})));
}
