//! A codec from three values: descriptor, dialect and models.

use crate::encode::encode;
use crate::refusal::kind_of_code;
use crate::{Dialect, ResponsesDecoder};
use kei_router_core::codec::{Codec, Descriptor, Encoded, ModelTable, Refusal, Target, Wire};
use kei_router_core::transport::Head;
use kei_router_core::{ChatRequest, ErrorKind, LlmError, ModelInfo, framing};

/// The wire format as most servers implement it: posted to `/v1/responses`, the key as a bearer
/// token.
pub fn wire() -> Wire {
    Wire::new("responses", "responses")
}

/// A vendor that speaks Responses: its descriptor, its dialect and its models.
#[derive(Clone, Debug)]
pub struct Responses {
    /// The vendor's description.
    pub descriptor: Descriptor,
    /// How it differs from the plain wire format.
    pub dialect: Dialect,
    /// Its models.
    pub models: ModelTable,
}

impl Responses {
    /// The decoder of a response. It is the same for every dialect.
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

    /// The dialect's codes first, then the wire format's, then common ones.
    fn classify(&self, refusal: &Refusal, head: &Head) -> ErrorKind {
        (self.dialect.classify)(refusal, head)
            .or_else(|| kind_of_code(refusal.code.as_deref()?))
            .unwrap_or_else(|| refusal.common_kind())
    }
}
