//! A whole codec out of three values: what a dialect vendor needs.

use crate::encode::{VERSION, encode};
use crate::{Dialect, MessagesDecoder};
use bytes::Bytes;
use http::Request;
use kei_router_core::{
    ChatRequest, Codec, Descriptor, Encoded, ErrorKind, Head, LlmError, ModelInfo, ModelTable,
    Refusal, Target, framing,
};

/// A vendor that speaks Anthropic Messages: its descriptor, its dialect and its models.
#[derive(Clone, Debug)]
pub struct Messages {
    /// What the vendor is.
    pub descriptor: Descriptor,
    /// How it departs from the plain wire.
    pub dialect: Dialect,
    /// What is known of its models.
    pub models: ModelTable,
}

impl Messages {
    /// What reads an answer.
    pub fn decoder(&self) -> MessagesDecoder {
        MessagesDecoder::new(self.dialect.finish)
    }
}

impl Codec for Messages {
    fn descriptor(&self) -> &Descriptor {
        &self.descriptor
    }

    fn model_info(&self, model: &str) -> ModelInfo {
        self.models.info(model)
    }

    fn encode(&self, request: &ChatRequest, target: &Target<'_>) -> Result<Encoded, LlmError> {
        let (request, warnings) = encode(self, request, target)?;
        let decoder = self.decoder();
        Ok(Encoded::new(request, framing::sse(), decoder).with_warnings(warnings))
    }

    fn list(&self, target: &Target<'_>) -> Result<Request<Bytes>, LlmError> {
        let version = self.dialect.version.as_deref().filter(|_| !self.dialect.version_in_body);
        let version = version.map(|version| (VERSION, version));
        target.get_models(&self.descriptor, version.as_slice())
    }

    fn classify(&self, refusal: &Refusal, head: &Head) -> ErrorKind {
        (self.dialect.classify)(refusal, head).unwrap_or_else(|| refusal.common_kind())
    }
}
