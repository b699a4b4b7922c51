//! The codec of a scripted provider.

use super::format::NAME;
use crate::json::text;
use kei_router_core::codec::{
    Codec, DecodeError, Decoder, Descriptor, Encoded, Endpoint, Target, Turn, Wire,
};
use kei_router_core::framing::{Frame, ndjson};
use kei_router_core::{ChatRequest, FinishKind, LlmError, ModelInfo, Usage};
use serde::Deserialize;
use serde_json::{Value, json};
use std::borrow::Cow;

pub(super) struct ScriptCodec {
    descriptor: Descriptor,
    info: ModelInfo,
}

impl ScriptCodec {
    pub(super) fn new(name: &str, model: &str, info: ModelInfo) -> Self {
        let wire = Wire::new(NAME, NAME);
        let descriptor = Descriptor::new(name.to_owned(), "https://scripted.invalid/v1", wire);
        Self { descriptor: descriptor.with_default_model(model.to_owned()), info }
    }

    pub(super) fn endpoint(&self) -> Result<Endpoint, LlmError> {
        self.descriptor.own_endpoint()
    }
}

impl Codec for ScriptCodec {
    fn descriptor(&self) -> &Descriptor {
        &self.descriptor
    }

    fn model_info(&self, _: &str) -> ModelInfo {
        self.info.clone()
    }

    /// The request as scripts that respond to requests read it.
    fn encode(&self, request: &ChatRequest, target: &Target<'_>) -> Result<Encoded, LlmError> {
        let body = json!({
            "model": target.model,
            "system": *request.system,
            "messages": *request.messages,
            "tools": *request.tools,
            "max_tokens": request.max_tokens,
        });
        let post = target.post(&self.descriptor, &[], request, body.to_string().into())?;
        Ok(Encoded::new(post, ndjson(), ScriptDecoder))
    }
}

struct ScriptDecoder;

impl Decoder for ScriptDecoder {
    fn decode(&mut self, frame: Frame<'_>, turn: &mut Turn) -> Result<(), DecodeError> {
        let line: Value = frame.json()?;
        let key = line.get("part").and_then(Value::as_u64).unwrap_or(0);
        let piece = Cow::Borrowed(text(&line, "piece"));
        match text(&line, "type") {
            "start" => {
                let member = |name| line.get(name).and_then(Value::as_str);
                turn.identify(member("id"), member("model"));
            }
            "text" => turn.text(key, piece)?,
            "reasoning" => turn.reasoning(key, piece)?,
            "signature" => turn.reasoning_signature(key, &piece)?,
            "call" => turn.call_start(key, Some(text(&line, "id")), &piece)?,
            "arguments" => turn.call_delta(key, piece)?,
            "end" => turn.end(key),
            "finish" => finish(&line, turn),
            "done" => turn.complete(),
            _ => return Err(frame.refusal()),
        }
        Ok(())
    }

    fn document(&mut self, json: &str, _: &mut Turn) -> Result<(), DecodeError> {
        let message = "a JSON document came in place of a stream";
        Err(LlmError::corrupt(message).with_body(json).into())
    }
}

fn finish(line: &Value, turn: &mut Turn) {
    if let Some(Ok(usage)) = line.get("usage").map(Usage::deserialize) {
        turn.usage(&usage);
    }
    if let Some(word) = line.get("word").and_then(Value::as_str) {
        turn.finish(finish_kind(word), word);
    }
}

/// The kind of a finish word: those of the wires are known.
fn finish_kind(word: &str) -> FinishKind {
    match word {
        "stop" | "end_turn" | "stop_sequence" | "completed" => FinishKind::Stop,
        "length" | "max_tokens" | "max_output_tokens" => FinishKind::Length,
        "tool_use" | "tool_calls" => FinishKind::ToolUse,
        "content_filter" => FinishKind::ContentFilter,
        "refusal" => FinishKind::Refusal,
        "pause" | "pause_turn" => FinishKind::Pause,
        _ => FinishKind::Other,
    }
}
