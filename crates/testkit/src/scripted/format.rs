//! From a script to the answer that is played back: a line of JSON for each piece.

use crate::formats::{Asked, Block, Format, Frames, Framing, Ndjson, Proof, SimFrame, Speech};
use crate::formats::{encode, events};
use crate::json::text;
use crate::script::{Answer, Script, Stop};
use crate::{Chunking, Refused, Replay, ReplayEnd, SimRequest};
use http::{HeaderName, HeaderValue, StatusCode};
use kei_router_core::LlmError;
use kei_router_core::framing::Frame;
use serde_json::{Value, json};

/// The name of the format.
pub(super) const NAME: &str = "script";

/// The answer to a request, which is that of this `number`.
pub(super) fn replay(script: &Script, request: &SimRequest, number: u64) -> Replay {
    let script = script.for_request(request);
    let format = ScriptFormat { framing: Ndjson::new() };
    let answer = match &script.delivery.answer {
        Answer::Refused(refused) => {
            Replay::json(status(refused.status), format.refusal(refused, "").to_string())
        }
        Answer::Document { status: code, body, .. } => Replay::json(status(*code), body.clone()),
        Answer::Endless(code) => Replay::json(status(*code), "").end(ReplayEnd::Stalled),
        Answer::HangUp => Replay::failing(LlmError::truncated("the connection was closed")),
        Answer::Stream | Answer::Unstreamed => stream(&format, &script, request, number),
    };
    script.delivery.headers.iter().fold(answer, |answer, (name, value)| {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(value)) => answer.header(name, value),
            _ => answer,
        }
    })
}

fn stream(format: &ScriptFormat, script: &Script, request: &SimRequest, number: u64) -> Replay {
    let mut asked = Asked::new(text(&request.json, "model"));
    asked.number = number;
    let frames = events(format, script, &asked);
    let body = encode(format, &frames, &script.delivery);
    let end = match script.delivery.stop {
        Stop::CutAfterBytes(_) | Stop::CutAfterEvents(_) => ReplayEnd::Broken,
        Stop::StallAfterEvents(_) | Stop::FloodAfterEvents(_) => ReplayEnd::Stalled,
        _ => ReplayEnd::Clean,
    };
    let chunking = script.delivery.chunking.clone().unwrap_or(Chunking::Lines);
    Replay::ndjson(body.bytes).chunking(chunking).end(end)
}

fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

#[derive(Debug)]
struct ScriptFormat {
    framing: Ndjson,
}

impl Format for ScriptFormat {
    fn name(&self) -> &str {
        NAME
    }

    fn framing(&self) -> &dyn Framing {
        &self.framing
    }

    fn render(&self, speech: &Speech, asked: &Asked) -> Frames {
        let id = speech.id.clone().unwrap_or_else(|| format!("scripted-{}", asked.number));
        let model = speech.model.as_deref().unwrap_or(&asked.model);
        let mut frames = vec![line(&json!({"type": "start", "id": id, "model": model}))];
        for (part, block) in speech.blocks.iter().enumerate() {
            frames.extend(block_lines(part, block));
            frames.push(line(&json!({"type": "end", "part": part})));
        }
        let fitting = if speech.has_calls() { "tool_use" } else { "stop" };
        let word = speech.finish.as_deref().unwrap_or(fitting);
        let word = speech.finishes.then_some(word);
        frames.push(line(&json!({"type": "finish", "word": word, "usage": speech.usage})));
        frames.push(line(&json!({"type": "done"})).terminator());
        frames
    }

    fn refusal(&self, refused: &Refused, _: &str) -> Value {
        let Refused { kind, code, message, .. } = refused;
        json!({"type": "error", "error": {"type": kind, "code": code, "message": message}})
    }

    fn interruptions(&self, _: &Speech, _: &Asked, refused: &Refused, _: usize) -> Vec<Frames> {
        vec![vec![line(&self.refusal(refused, ""))]]
    }

    fn proves(&self, frame: &Frame<'_>) -> Proof {
        let line: Value = serde_json::from_str(frame.data).unwrap_or_default();
        if text(&line, "type") == "done" { Proof::Whole } else { Proof::None }
    }

    fn unknown_events(&self) -> Frames {
        Vec::new()
    }

    fn has_reasoning(&self) -> bool {
        true
    }

    fn limit_word(&self) -> &str {
        "length"
    }
}

fn line(body: &Value) -> SimFrame {
    SimFrame::new(None, body.to_string())
}

fn block_lines(part: usize, block: &Block) -> Frames {
    let pieces = |kind: &str, pieces: &[String]| -> Frames {
        let piece = |piece| line(&json!({"type": kind, "part": part, "piece": piece})).paced();
        pieces.iter().filter(|piece| !piece.is_empty()).map(piece).collect()
    };
    match block {
        Block::Text(tokens) => pieces("text", tokens),
        Block::Reasoning { pieces: thoughts, signature } => {
            let mut lines = pieces("reasoning", thoughts);
            lines.push(line(&json!({"type": "signature", "part": part, "piece": signature})));
            lines
        }
        Block::Call { id, name, fragments, .. } => {
            let call = json!({"type": "call", "part": part, "id": id, "piece": name});
            let mut lines = vec![line(&call).paced()];
            lines.extend(pieces("arguments", fragments));
            lines
        }
    }
}
