//! A whole codec out of three values: what a dialect vendor needs.

use crate::encode::encode;
use crate::refusal::kind_of_code;
use crate::{Dialect, ResponsesDecoder};
use kei_router_core::codec::{Codec, Descriptor, Encoded, ModelTable, Refusal, Target, Wire};
use kei_router_core::transport::Head;
use kei_router_core::{ChatRequest, ErrorKind, LlmError, ModelInfo, framing};

/// The wire, as most servers speak it: posted to `/v1/responses`, the key as a bearer token.
pub fn wire() -> Wire {
    Wire::new("responses", "responses")
}

/// A vendor that speaks Responses: its descriptor, its dialect and its models.
#[derive(Clone, Debug)]
pub struct Responses {
    /// What the vendor is.
    pub descriptor: Descriptor,
    /// How it departs from the plain wire.
    pub dialect: Dialect,
    /// What is known of its models.
    pub models: ModelTable,
}

impl Responses {
    /// What reads an answer. Every dialect is read in the same way.
    pub fn decoder(&self) -> ResponsesDecoder {
        ResponsesDecoder::default()
    }
}

impl Codec for Responses {
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

    /// The dialect's words, then the wire's own, then what vendors have in common.
    fn classify(&self, refusal: &Refusal, head: &Head) -> ErrorKind {
        (self.dialect.classify)(refusal, head)
            .or_else(|| kind_of_code(refusal.code.as_deref()?))
            .unwrap_or_else(|| refusal.common_kind())
    }
}
