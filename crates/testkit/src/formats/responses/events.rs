//! The events of a reply: how it begins and ends, and the response that they tell of.

use crate::formats::{Asked, SimFrame, common};
use crate::json::text;
use crate::script::Speech;
use kei_router_core::Usage;
use serde_json::{Value, json};

pub(super) struct Events<'a> {
    pub(super) reply: Reply<'a>,
    frames: Vec<SimFrame>,
    /// The items that are done.
    output: Vec<Value>,
}

/// What is said, and to which request.
#[derive(Clone, Copy)]
pub(super) struct Reply<'a> {
    pub(super) speech: &'a Speech,
    pub(super) asked: &'a Asked,
}

impl<'a> Events<'a> {
    pub(super) fn new(reply: Reply<'a>) -> Self {
        Self { reply, frames: Vec::new(), output: Vec::new() }
    }

    pub(super) fn render(mut self) -> Vec<SimFrame> {
        for kind in ["response.created", "response.in_progress"] {
            let response = self.reply.response("in_progress", &json!({}));
            self.push(json!({"type": kind, "response": response}));
        }
        for (index, block) in self.reply.speech.blocks.iter().enumerate() {
            let item = self.item(index, block);
            self.output.push(item);
        }
        let (status, details) = self.reply.ending();
        let usage = self.reply.speech.usage.as_ref().map_or(Value::Null, usage_of);
        let rest = json!({
            "output": self.output, "incomplete_details": details, "usage": usage,
        });
        let response = self.reply.response(status, &rest);
        let body = json!({"type": format!("response.{status}"), "response": response});
        self.frames.push(event(self.frames.len(), body).terminator());
        self.frames
    }

    pub(super) fn push(&mut self, body: Value) {
        self.frames.push(event(self.frames.len(), body));
    }

    /// A piece of the answer, with padding that hides its size.
    pub(super) fn push_piece(&mut self, body: Value) {
        let padding = common::obfuscation(self.frames.len());
        let body = with(body, &json!({"obfuscation": padding}));
        self.frames.push(event(self.frames.len(), body).paced());
    }
}

impl Reply<'_> {
    /// The status at the end, and what is told of a response that is not complete. Any word but
    /// `completed` says why it is not.
    pub(super) fn ending(&self) -> (&'static str, Value) {
        match self.speech.finish.as_deref() {
            _ if !self.speech.finishes => ("incomplete", Value::Null),
            None | Some("completed") => ("completed", Value::Null),
            Some(word) => ("incomplete", json!({"reason": word})),
        }
    }

    /// The event of a response that has failed.
    pub(super) fn failed(&self, code: &str, message: &str) -> Value {
        let error = json!({"error": {"code": code, "message": message}});
        json!({"type": "response.failed", "response": self.response("failed", &error)})
    }

    /// The response as a whole, with these members over the usual ones.
    fn response(&self, status: &str, members: &Value) -> Value {
        let id = self.speech.id.clone();
        let response = json!({
            "id": id.unwrap_or_else(|| format!("resp_Sim{:08}", self.asked.number)),
            "object": "response",
            "created_at": common::CREATED,
            "status": status,
            "error": null,
            "incomplete_details": null,
            "model": self.speech.model.as_ref().unwrap_or(&self.asked.model),
            "output": [],
            "parallel_tool_calls": true,
            "store": false,
            "usage": null,
            "metadata": {},
        });
        with(response, members)
    }
}

/// An event whose name is its type, and that has a number.
pub(super) fn event(number: usize, body: Value) -> SimFrame {
    let body = with(body, &json!({"sequence_number": number}));
    SimFrame::new(Some(text(&body, "type")), body.to_string())
}

/// An object with these members too.
pub(super) fn with(mut object: Value, members: &Value) -> Value {
    if let (Value::Object(object), Value::Object(members)) = (&mut object, members) {
        object.extend(members.clone());
    }
    object
}

/// The format's input and output include what was cached and what was reasoned.
fn usage_of(usage: &Usage) -> Value {
    let total = usage.input.unwrap_or(0).saturating_add(usage.output.unwrap_or(0));
    let mut cached = json!({"cached_tokens": usage.cache_read.unwrap_or(0)});
    if let Some(written) = usage.cache_write {
        cached = with(cached, &json!({"cache_write_tokens": written}));
    }
    json!({
        "input_tokens": usage.input,
        "input_tokens_details": cached,
        "output_tokens": usage.output,
        "output_tokens_details": {"reasoning_tokens": usage.reasoning.unwrap_or(0)},
        "total_tokens": total,
    })
}
