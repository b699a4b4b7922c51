//! A codec from three values: descriptor, dialect and models.

use crate::encode::encode;
use crate::{ChatDecoder, Dialect};
use kei_router_core::codec::{Codec, Descriptor, Encoded, ModelTable, Refusal, Target, Wire};
use kei_router_core::transport::Head;
use kei_router_core::{ChatRequest, ErrorKind, LlmError, ModelInfo, framing};

/// The wire format as most servers implement it: posted to `/v1/chat/completions`, the key as a
/// bearer token.
pub fn wire() -> Wire {
    Wire::new("chat-completions", "chat/completions")
}

/// A vendor that speaks Chat Completions: its descriptor, its dialect and its models.
#[derive(Clone, Debug)]
pub struct ChatCompletions {
    /// The vendor's description.
    pub descriptor: Descriptor,
    /// How it differs from the plain wire format.
    pub dialect: Dialect,
    /// Its models.
    pub models: ModelTable,
}

impl ChatCompletions {
    /// What reads an answer; `third_party` as in [`Target::third_party`].
    pub fn decoder(&self, third_party: bool) -> ChatDecoder {
        let lenient = third_party || self.dialect.done_without_reason;
        ChatDecoder::new(self.dialect.terminator, lenient, self.dialect.finish)
    }
}

impl Codec for ChatCompletions {
    fn descriptor(&self) -> &Descriptor {
        &self.descriptor
    }

    fn model_info(&self, model: &str) -> ModelInfo {
        self.models.info(model)
    }

    fn encode(&self, request: &ChatRequest, target: &Target<'_>) -> Result<Encoded, LlmError> {
        let (request, warnings) = encode(self, request, target)?;
        let decoder = self.decoder(target.third_party);
        Ok(Encoded::new(request, framing::sse(), decoder).with_warnings(warnings))
    }

    fn classify(&self, refusal: &Refusal, head: &Head) -> ErrorKind {
        (self.dialect.classify)(refusal, head).unwrap_or_else(|| refusal.common_kind())
    }
}
