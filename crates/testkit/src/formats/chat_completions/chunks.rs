//! The chunks of a reply.

use super::UsagePlace;
use crate::formats::{Asked, SimFrame, common};
use crate::script::{Block, Speech};
use kei_router_core::Usage;
use serde_json::{Value, json};

pub(super) struct Chunks<'a> {
    place: UsagePlace,
    speech: &'a Speech,
    asked: &'a Asked,
    frames: Vec<SimFrame>,
    calls: usize,
}

impl<'a> Chunks<'a> {
    pub(super) fn new(place: UsagePlace, speech: &'a Speech, asked: &'a Asked) -> Self {
        Self { place, speech, asked, frames: Vec::new(), calls: 0 }
    }

    pub(super) fn render(mut self) -> Vec<SimFrame> {
        self.delta(&json!({"role": "assistant", "content": "", "refusal": null}), false);
        let speech = self.speech;
        for block in &speech.blocks {
            self.block(block);
        }
        if speech.finishes {
            self.finish();
        }
        let usage = speech.usage.filter(|_| self.asked.usage && self.has_trailer());
        if let Some(usage) = usage {
            let chunk = self.chunk(json!([]), usage_of(&usage));
            self.frames.push(chunk);
        }
        self.frames
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Text(tokens) => {
                for token in tokens {
                    self.delta(&json!({"content": token}), true);
                }
            }
            Block::Reasoning { pieces, .. } => {
                for piece in pieces {
                    self.delta(&json!({"content": null, "reasoning_content": piece}), true);
                }
            }
            Block::Call { id, name, fragments, whole } => {
                let first = if *whole { fragments.concat() } else { String::new() };
                let function = json!({"name": name, "arguments": first});
                let index = self.calls;
                let mut call = json!({"index": index, "type": "function", "function": function});
                if let (false, Value::Object(members)) = (id.is_empty(), &mut call) {
                    members.insert("id".to_owned(), id.as_str().into());
                }
                self.delta(&json!({"tool_calls": [call]}), true);
                for fragment in fragments.iter().filter(|_| !*whole) {
                    let call = json!({"index": index, "function": {"arguments": fragment}});
                    self.delta(&json!({"tool_calls": [call]}), true);
                }
                self.calls = self.calls.saturating_add(1);
            }
        }
    }

    /// A chunk with a piece of the reply.
    fn delta(&mut self, delta: &Value, paced: bool) {
        let sent = self.frames.len() as u64;
        let so_far = |mut usage: Usage| {
            usage.output = usage.output.map(|output| output.min(sent));
            usage.reasoning = None;
            usage_of(&usage)
        };
        let every = self.place == UsagePlace::EveryChunk;
        let usage = self.speech.usage.filter(|_| every).map_or(Value::Null, so_far);
        let choice = json!({"index": 0, "delta": delta, "logprobs": null, "finish_reason": null});
        let chunk = self.chunk(json!([choice]), usage);
        self.frames.push(if paced { chunk.paced() } else { chunk });
    }

    fn finish(&mut self) {
        let word = finish_reason(self.speech);
        let usage = self.speech.usage.as_ref().map_or(Value::Null, usage_of);
        let mut choice = json!({"index": 0, "delta": {}, "logprobs": null, "finish_reason": word});
        let mut top = Value::Null;
        match self.place {
            UsagePlace::FinishChunk | UsagePlace::EveryChunk => top = usage,
            UsagePlace::Choice => {
                if let (Value::Object(members), false) = (&mut choice, usage.is_null()) {
                    members.insert("usage".to_owned(), usage);
                }
            }
            UsagePlace::Trailer => {}
        }
        let chunk = self.chunk(json!([choice]), top);
        self.frames.push(chunk);
    }

    fn has_trailer(&self) -> bool {
        self.place == UsagePlace::Trailer
    }

    fn chunk(&self, choices: Value, usage: Value) -> SimFrame {
        let mut chunk = json!({
            "id": id(self.speech, self.asked),
            "object": "chat.completion.chunk",
            "created": common::CREATED,
            "model": self.speech.model.as_ref().unwrap_or(&self.asked.model),
            "system_fingerprint": "fp_sim",
            "choices": choices,
            "obfuscation": common::obfuscation(self.frames.len()),
        });
        let with_usage = self.asked.usage || !self.has_trailer();
        if let (true, Value::Object(members)) = (with_usage, &mut chunk) {
            members.insert("usage".to_owned(), usage);
        }
        SimFrame::new(None, chunk.to_string())
    }
}

/// The reply's id.
pub(super) fn id(speech: &Speech, asked: &Asked) -> String {
    speech.id.clone().unwrap_or_else(|| format!("chatcmpl-Sim{:08}", asked.number))
}

/// Why the model stopped.
pub(super) fn finish_reason(speech: &Speech) -> &str {
    let fitting = if speech.has_calls() { "tool_calls" } else { "stop" };
    speech.finish.as_deref().unwrap_or(fitting)
}

/// The format's input and output include what was cached and what was reasoned.
pub(super) fn usage_of(usage: &Usage) -> Value {
    let total = usage.input.unwrap_or(0).saturating_add(usage.output.unwrap_or(0));
    let mut counts = json!({
        "prompt_tokens": usage.input, "completion_tokens": usage.output, "total_tokens": total,
    });
    let Value::Object(members) = &mut counts else { return counts };
    if usage.cache_read.is_some() || usage.cache_write.is_some() {
        let mut details = json!({"cached_tokens": usage.cache_read});
        if let (Some(write), Value::Object(details)) = (usage.cache_write, &mut details) {
            details.insert("cache_write_tokens".to_owned(), write.into());
        }
        members.insert("prompt_tokens_details".to_owned(), details);
    }
    if let Some(reasoning) = usage.reasoning {
        let details = json!({"reasoning_tokens": reasoning});
        members.insert("completion_tokens_details".to_owned(), details);
    }
    counts
}
