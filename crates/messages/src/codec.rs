//! A codec from three values: descriptor, dialect and models.

use crate::encode::{VERSION, encode};
use crate::{Dialect, MessagesDecoder};
use bytes::Bytes;
use http::Request;
use kei_router_core::codec::{Catalog, Page, with_query};
use kei_router_core::codec::{Decoder, Descriptor, DialectCodec, Refusal, Target};
use kei_router_core::codec::{Wire, WireDialect};
use kei_router_core::transport::Head;
use kei_router_core::{ChatRequest, ErrorKind, LlmError, Warning};
use serde_json::Value;

/// The wire format as most servers implement it: posted to `/v1/messages`, the key in `x-api-key`.
pub fn wire() -> Wire {
    Wire::new("anthropic-messages", "messages").with_key_header("x-api-key")
}

/// A vendor that speaks Anthropic Messages: its descriptor, its dialect and its models.
pub type Messages = DialectCodec<Dialect>;

impl WireDialect for Dialect {
    fn encode(
        codec: &Messages,
        request: &ChatRequest,
        target: &Target<'_>,
    ) -> Result<(Request<Bytes>, Vec<Warning>), LlmError> {
        encode(codec, request, target)
    }

    fn decoder(&self, _: &Target<'_>) -> Box<dyn Decoder> {
        Box::new(MessagesDecoder::new(self.finish))
    }

    fn catalog(&self) -> Option<&dyn Catalog> {
        Some(self)
    }

    fn classify(&self, refusal: &Refusal, head: &Head) -> Option<ErrorKind> {
        (self.classify)(refusal, head)
    }
}

/// Pages of up to 1,000 models: unless it is asked for more, the vendor's page has 20. `has_more`
/// and `last_id` lead to the next one (from the vendor's SDK, 2.13).
impl Catalog for Dialect {
    fn request(
        &self,
        vendor: &Descriptor,
        target: &Target<'_>,
        after: Option<&str>,
    ) -> Result<Request<Bytes>, LlmError> {
        let version = self.version.as_deref().filter(|_| !self.version_in_body);
        let version = version.map(|version| (VERSION, version));
        let mut get = target.get_models(vendor, version.as_slice())?;
        *get.uri_mut() = with_query(get.uri(), "limit", "1000")?;
        if let Some(after) = after {
            *get.uri_mut() = with_query(get.uri(), "after_id", after)?;
        }
        Ok(get)
    }

    fn read(&self, page: &Value) -> Option<Page> {
        let more = page.get("has_more").and_then(Value::as_bool) == Some(true);
        let last = page.get("last_id").and_then(Value::as_str).filter(|_| more);
        Some(Page::read(page)?.next(last.map(str::to_owned)))
    }
}
