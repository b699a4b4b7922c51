//! What a server of the wire sends, for the testkit.

use super::NAME;
use kei_router::Usage;
use kei_router::framing::{Frame, FrameKind};
use kei_router_testkit::formats::{Asked, Block, Format, Frames, Framing, Proof, SimFrame, Speech};
use kei_router_testkit::{Refused, SimRequest};
use serde_json::{Value, json};
use std::sync::Arc;

#[derive(Clone, Debug)]
pub(crate) struct ToyFormat {
    framing: Arc<dyn Framing>,
    /// Whether errors may come as frames of a kind of their own.
    exceptions: bool,
}

impl ToyFormat {
    pub(crate) fn over(framing: impl Framing + 'static) -> Self {
        Self { framing: Arc::new(framing), exceptions: false }
    }

    pub(crate) fn with_exceptions(mut self) -> Self {
        self.exceptions = true;
        self
    }
}

impl Format for ToyFormat {
    fn name(&self) -> &str {
        NAME
    }

    fn framing(&self) -> &dyn Framing {
        self.framing.as_ref()
    }

    fn check(&self, request: &SimRequest) -> Result<(), Refused> {
        match request.messages() {
            0 => Err(Refused::bad("there is no message")),
            _ => Ok(()),
        }
    }

    fn render(&self, speech: &Speech, asked: &Asked) -> Frames {
        let (id, model) = names(speech, asked);
        let mut frames = vec![event(&json!({"type": "start", "id": id, "model": model}))];
        for (part, block) in speech.blocks.iter().enumerate() {
            frames.extend(frames_of(part, block));
            frames.push(event(&json!({"type": "end", "part": part})));
        }
        let reason = reason(speech);
        let stop = json!({"type": "stop", "reason": reason, "usage": usage(speech)});
        frames.push(event(&stop));
        frames.push(event(&json!({"type": "done"})).terminator());
        frames
    }

    fn document(&self, speech: &Speech, asked: &Asked) -> Option<Value> {
        let (id, model) = names(speech, asked);
        let parts: Vec<_> = speech.blocks.iter().map(part).collect();
        Some(json!({
            "type": "whole", "id": id, "model": model, "parts": parts,
            "reason": reason(speech), "usage": usage(speech),
        }))
    }

    fn refusal(&self, refused: &Refused, _: &str) -> Value {
        let Refused { kind, code, message, .. } = refused;
        json!({"error": {"type": kind, "code": code, "message": message}})
    }

    fn interruptions(&self, _: &Speech, _: &Asked, refused: &Refused, _: usize) -> Vec<Frames> {
        let body = self.refusal(refused, "");
        let mut shapes = vec![vec![event(&json!({"type": "error", "error": body["error"]}))]];
        if self.exceptions {
            let exception = SimFrame::new(Some(&refused.kind), body.to_string());
            shapes.push(vec![exception.clone().kind(FrameKind::Exception)]);
            shapes.push(vec![exception.kind(FrameKind::Error)]);
        }
        shapes
    }

    fn proves(&self, frame: &Frame<'_>) -> Proof {
        let event: Value = serde_json::from_str(frame.data).unwrap_or_default();
        if event["type"] == "done" { Proof::Whole } else { Proof::None }
    }

    fn unknown_events(&self) -> Frames {
        vec![event(&json!({"type": "weather", "piece": "pass me over"})), event(&json!({}))]
    }

    fn has_reasoning(&self) -> bool {
        true
    }

    fn limit_word(&self) -> &str {
        "limit"
    }
}

fn event(body: &Value) -> SimFrame {
    SimFrame::new(None, body.to_string())
}

fn names<'a>(speech: &'a Speech, asked: &'a Asked) -> (String, &'a str) {
    let id = speech.id.clone().unwrap_or_else(|| format!("toy-{}", asked.number));
    (id, speech.model.as_deref().unwrap_or(&asked.model))
}

fn reason(speech: &Speech) -> Option<&str> {
    let fitting = if speech.has_calls() { "calls" } else { "enough" };
    speech.finishes.then(|| speech.finish.as_deref().unwrap_or(fitting))
}

fn usage(speech: &Speech) -> Value {
    let counts =
        |usage: &Usage| json!({"in": usage.input, "out": usage.output, "cached": usage.cache_read});
    speech.usage.as_ref().map_or(Value::Null, counts)
}

fn frames_of(at: usize, block: &Block) -> Frames {
    let pieces = |kind: &str, pieces: &[String]| -> Frames {
        let piece = |piece| event(&json!({"type": kind, "part": at, "piece": piece})).paced();
        pieces.iter().map(piece).collect()
    };
    match block {
        Block::Text(tokens) => pieces("text", tokens),
        Block::Reasoning { pieces: thoughts, signature } => {
            let mut frames = pieces("thought", thoughts);
            frames.push(event(&json!({"type": "seal", "part": at, "signature": signature})));
            frames
        }
        Block::Call { id, name, fragments, .. } => {
            let call = json!({"type": "call", "part": at, "id": id, "name": name});
            let mut frames = vec![event(&call).paced()];
            frames.extend(pieces("arguments", fragments));
            frames
        }
        _ => Vec::new(),
    }
}

fn part(block: &Block) -> Value {
    match block {
        Block::Text(tokens) => json!({"type": "text", "text": tokens.concat()}),
        Block::Reasoning { pieces, signature } => {
            json!({"type": "thought", "text": pieces.concat(), "signature": signature})
        }
        Block::Call { id, name, fragments, .. } => {
            json!({"type": "call", "id": id, "name": name, "arguments": fragments.concat()})
        }
        _ => Value::Null,
    }
}
