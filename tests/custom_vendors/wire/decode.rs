//! From frames, or from a whole document, to the turn.

use kei_router::codec::{DecodeError, Decoder, Turn};
use kei_router::framing::{Frame, FrameKind};
use kei_router::{FinishKind, LlmError, Usage};
use serde_json::Value;
use std::borrow::Cow;

pub(super) struct ToyDecoder;

impl Decoder for ToyDecoder {
    fn decode(&mut self, frame: Frame<'_>, turn: &mut Turn) -> Result<(), DecodeError> {
        if frame.kind != FrameKind::Event {
            return Err(frame.refusal());
        }
        let event: Value = frame.json()?;
        let (key, piece) = (event["part"].as_u64().unwrap_or(0), text(&event, "piece"));
        match text(&event, "type") {
            "start" => {
                turn.identify(event["id"].as_str(), event["model"].as_str());
                usage(&event, turn);
            }
            "text" => turn.text(key, Cow::Borrowed(piece))?,
            "thought" => turn.reasoning(key, Cow::Borrowed(piece))?,
            "seal" => turn.reasoning_signature(key, text(&event, "signature"))?,
            "call" => turn.call_start(key, event["id"].as_str(), text(&event, "name"))?,
            "arguments" => turn.call_delta(key, Cow::Borrowed(piece))?,
            "end" => turn.end(key),
            "stop" => {
                stop(text(&event, "reason"), turn);
                usage(&event, turn);
            }
            "done" => turn.complete(),
            "whole" => whole(&event, turn)?,
            "error" => return Err(frame.refusal()),
            _ if event.get("type").is_none() && event.get("error").is_some() => {
                return Err(frame.refusal());
            }
            _ => {}
        }
        Ok(())
    }

    fn document(&mut self, json: &str, turn: &mut Turn) -> Result<(), DecodeError> {
        let document: Value = serde_json::from_str(json).unwrap_or_default();
        match text(&document, "type") {
            "whole" => Ok(whole(&document, turn)?),
            _ => Err(LlmError::corrupt("the answer is no reply of the toy wire").into()),
        }
    }
}

/// The reply in one piece.
fn whole(document: &Value, turn: &mut Turn) -> Result<(), LlmError> {
    turn.identify(document["id"].as_str(), document["model"].as_str());
    let parts = document["parts"].as_array().map(Vec::as_slice).unwrap_or_default();
    for (key, part) in (0..).zip(parts) {
        match text(part, "type") {
            "text" => turn.text(key, Cow::Borrowed(text(part, "text")))?,
            "thought" => {
                turn.reasoning(key, Cow::Borrowed(text(part, "text")))?;
                turn.reasoning_signature(key, text(part, "signature"))?;
            }
            "call" => {
                turn.call_start(key, part["id"].as_str(), text(part, "name"))?;
                turn.call_delta(key, Cow::Borrowed(text(part, "arguments")))?;
            }
            _ => {}
        }
        turn.end(key);
    }
    stop(text(document, "reason"), turn);
    usage(document, turn);
    turn.complete();
    Ok(())
}

fn stop(word: &str, turn: &mut Turn) {
    let kind = match word {
        "enough" => FinishKind::Stop,
        "calls" => FinishKind::ToolUse,
        "limit" => FinishKind::Length,
        _ => FinishKind::Other,
    };
    turn.finish(kind, word);
}

fn usage(event: &Value, turn: &mut Turn) {
    let counts = &event["usage"];
    let mut usage = Usage::default();
    usage.input = counts["in"].as_u64();
    usage.output = counts["out"].as_u64();
    usage.cache_read = counts["cached"].as_u64();
    turn.usage(&usage);
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}
