//! A vendor whose wire is a line of text per token.

use bytes::Bytes;
use kei_router_core::codec::{
    Codec, DecodeError, Decoder, Descriptor, Encoded, Target, Turn, Wire,
};
use kei_router_core::framing::Frame;
use kei_router_core::{ChatRequest, FinishKind, LlmError, Message, ModelInfo, PartKind};
use kei_router_http::HttpProvider;
use std::borrow::Cow;

pub(crate) type FakeProvider = HttpProvider<Fake>;

pub(crate) struct Fake(Descriptor);

pub(crate) struct FakeDecoder;

impl Default for Fake {
    fn default() -> Self {
        let wire = Wire::new("fake", "talk").with_key_header("x-fake-key");
        let descriptor = Descriptor::new("fake", "https://fake.invalid", wire)
            .with_default_model("fake-1")
            .with_key_vars(["FAKE_API_KEY", "OLD_FAKE_API_KEY"])
            .with_endpoint_vars(["FAKE_BASE_URL", "FAKE_ENDPOINT"]);
        Self(descriptor)
    }
}

/// The body tells what the codec was told: the model, whether the endpoint is custom, the prompt.
impl Codec for Fake {
    fn descriptor(&self) -> &Descriptor {
        &self.0
    }

    fn model_info(&self, _: &str) -> ModelInfo {
        ModelInfo::default()
    }

    fn encode(&self, request: &ChatRequest, target: &Target<'_>) -> Result<Encoded, LlmError> {
        let prompt = request.messages.iter().flat_map(|message| message.content.parts());
        let prompt: String = prompt.filter_map(text).collect();
        let body = format!("model={} custom={} {prompt}", target.model, target.third_party);
        let request = target.post(&self.0, &[], request, Bytes::from(body))?;
        Ok(Encoded::new(request, kei_router_core::framing::sse(), FakeDecoder))
    }
}

fn text(part: &kei_router_core::Part) -> Option<&str> {
    match &part.kind {
        PartKind::Text { text } => Some(text),
        _ => None,
    }
}

impl Decoder for FakeDecoder {
    fn decode(&mut self, frame: Frame<'_>, turn: &mut Turn) -> Result<(), DecodeError> {
        if frame.data == "[DONE]" {
            turn.finish(FinishKind::Stop, "stop");
            turn.complete();
            return Ok(());
        }
        Ok(turn.text(0, Cow::Borrowed(frame.data))?)
    }
}

/// A request with a prompt.
pub(crate) fn prompt() -> ChatRequest {
    ChatRequest::new([Message::user("my-prompt")])
}
