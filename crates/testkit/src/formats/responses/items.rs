//! The items of the output: a message, reasoning, a call.

use super::events::{Events, with};
use crate::script::Block;
use serde_json::{Value, json};

/// What an item's events say of it.
struct Item {
    id: String,
    index: usize,
    /// How it ends: the last item of a response that was cut is cut too.
    status: &'static str,
}

impl Events<'_> {
    /// The events of a block, and the item that it has become.
    pub(super) fn item(&mut self, index: usize, block: &Block) -> Value {
        let kind = match block {
            Block::Text(_) => "msg",
            Block::Reasoning { .. } => "rs",
            Block::Call { .. } => "fc",
        };
        let last = index.saturating_add(1) == self.reply.speech.blocks.len();
        let (status, _) = self.reply.ending();
        let item = Item {
            id: format!("{kind}_Sim{:08}{index:02}", self.reply.asked.number),
            index,
            status: if last { status } else { "completed" },
        };
        let done = match block {
            Block::Text(tokens) => self.message(&item, tokens),
            Block::Reasoning { pieces, signature } => self.reasoning(&item, pieces, signature),
            Block::Call { id, name, fragments, whole } => {
                let call = json!({"type": "function_call", "id": item.id, "name": name});
                // An empty id is left out.
                let call_id = if id.is_empty() { json!({}) } else { json!({"call_id": id}) };
                self.call(&item, &with(call, &call_id), fragments, *whole)
            }
        };
        self.boundary("done", &item, &done);
        done
    }

    fn message(&mut self, item: &Item, tokens: &[String]) -> Value {
        let message = |status: &str, content: Value| {
            json!({
                "type": "message", "id": item.id, "status": status, "role": "assistant",
                "content": content,
            })
        };
        let part = |text: &str| {
            json!({"part": {
                "type": "output_text", "text": text, "annotations": [], "logprobs": [],
            }})
        };
        self.boundary("added", item, &message("in_progress", json!([])));
        let place = json!({"content_index": 0});
        self.push(about(item, "content_part.added", &with(place.clone(), &part(""))));
        for token in tokens {
            let delta = with(place.clone(), &json!({"delta": token, "logprobs": []}));
            self.push_piece(about(item, "output_text.delta", &delta));
        }
        let text = tokens.concat();
        let whole = with(place.clone(), &json!({"text": text, "logprobs": []}));
        self.push(about(item, "output_text.done", &whole));
        let part = part(&text);
        self.push(about(item, "content_part.done", &with(place, &part)));
        message(item.status, json!([part.get("part")]))
    }

    /// A summary, in parts that a piece of `"\n\n"` divides, and the encrypted form, which is
    /// another one at the end than in the beginning.
    fn reasoning(&mut self, item: &Item, pieces: &[String], signature: &str) -> Value {
        let reasoning = |summary: &[Value], encrypted: &str| {
            json!({
                "type": "reasoning", "id": item.id, "summary": summary,
                "encrypted_content": encrypted,
            })
        };
        self.boundary("added", item, &reasoning(&[], "ZWFybHk="));
        let parts = pieces.split(|piece| piece == "\n\n").filter(|part| !part.is_empty());
        let mut summary = Vec::new();
        for (at, pieces) in parts.enumerate() {
            summary.push(self.summary(item, at, pieces));
        }
        reasoning(&summary, signature)
    }

    fn summary(&mut self, item: &Item, at: usize, pieces: &[String]) -> Value {
        let place = json!({"summary_index": at});
        let part = |text: &str| json!({"type": "summary_text", "text": text});
        let added = with(place.clone(), &json!({"part": part("")}));
        self.push(about(item, "reasoning_summary_part.added", &added));
        for piece in pieces {
            let delta = with(place.clone(), &json!({"delta": piece}));
            self.push_piece(about(item, "reasoning_summary_text.delta", &delta));
        }
        let text = pieces.concat();
        let whole = with(place.clone(), &json!({"text": text}));
        self.push(about(item, "reasoning_summary_text.done", &whole));
        let part = part(&text);
        let done = with(place, &json!({"part": part}));
        self.push(about(item, "reasoning_summary_part.done", &done));
        part
    }

    /// A call in pieces, or one whose arguments come only as a whole.
    fn call(&mut self, item: &Item, call: &Value, fragments: &[String], whole: bool) -> Value {
        let arguments = fragments.concat();
        let begun = json!({"status": "in_progress", "arguments": ""});
        self.boundary("added", item, &with(call.clone(), &begun));
        let done = about(item, "function_call_arguments.done", &json!({"arguments": arguments}));
        if whole {
            self.push_piece(done);
        } else {
            for fragment in fragments {
                let delta = json!({"delta": fragment});
                self.push_piece(about(item, "function_call_arguments.delta", &delta));
            }
            self.push(done);
        }
        with(call.clone(), &json!({"status": item.status, "arguments": arguments}))
    }

    /// The event of an item that begins or ends.
    fn boundary(&mut self, which: &str, item: &Item, value: &Value) {
        let kind = format!("response.output_item.{which}");
        self.push(json!({"type": kind, "output_index": item.index, "item": value}));
    }
}

/// The body of an event within an item.
fn about(item: &Item, kind: &str, members: &Value) -> Value {
    let kind = format!("response.{kind}");
    with(json!({"type": kind, "item_id": item.id, "output_index": item.index}), members)
}
