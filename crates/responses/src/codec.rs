//! A codec from three values: descriptor, dialect and models.

use crate::encode::encode;
use crate::refusal::kind_of_code;
use crate::{Dialect, ResponsesDecoder};
use bytes::Bytes;
use http::Request;
use kei_router_core::codec::{Decoder, DialectCodec, Refusal, Target, Wire, WireDialect};
use kei_router_core::transport::Head;
use kei_router_core::{ChatRequest, ErrorKind, LlmError, Warning};

/// The wire format as most servers implement it: posted to `/v1/responses`, the key as a bearer
/// token.
pub fn wire() -> Wire {
    Wire::new("responses", "responses")
}

/// A vendor that speaks Responses: its descriptor, its dialect and its models.
pub type Responses = DialectCodec<Dialect>;

impl WireDialect for Dialect {
    fn encode(
        codec: &Responses,
        request: &ChatRequest,
        target: &Target<'_>,
    ) -> Result<(Request<Bytes>, Vec<Warning>), LlmError> {
        encode(codec, request, target)
    }

    /// The same for every dialect.
    fn decoder(&self, _: &Target<'_>) -> Box<dyn Decoder> {
        Box::new(ResponsesDecoder::default())
    }

    /// The dialect's codes first, then the wire format's.
    fn classify(&self, refusal: &Refusal, head: &Head) -> Option<ErrorKind> {
        (self.classify)(refusal, head).or_else(|| kind_of_code(refusal.code.as_deref()?))
    }
}
