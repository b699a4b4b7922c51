//! A codec from three values: descriptor, dialect and models.

use crate::encode::encode;
use crate::{ChatDecoder, Dialect};
use bytes::Bytes;
use http::Request;
use kei_router_core::codec::{Decoder, DialectCodec, Refusal, Target, Wire, WireDialect};
use kei_router_core::transport::Head;
use kei_router_core::{ChatRequest, ErrorKind, LlmError, Warning};

/// The wire format as most servers implement it: posted to `/v1/chat/completions`, the key as a
/// bearer token.
pub fn wire() -> Wire {
    Wire::new("chat-completions", "chat/completions")
}

/// A vendor that speaks Chat Completions: its descriptor, its dialect and its models.
pub type ChatCompletions = DialectCodec<Dialect>;

impl WireDialect for Dialect {
    fn encode(
        codec: &ChatCompletions,
        request: &ChatRequest,
        target: &Target<'_>,
    ) -> Result<(Request<Bytes>, Vec<Warning>), LlmError> {
        encode(codec, request, target)
    }

    fn decoder(&self, target: &Target<'_>) -> Box<dyn Decoder> {
        let lenient = target.third_party || self.done_without_reason;
        Box::new(ChatDecoder::new(self.terminator, lenient, self.finish))
    }

    fn classify(&self, refusal: &Refusal, head: &Head) -> Option<ErrorKind> {
        (self.classify)(refusal, head)
    }
}
