//! A codec from three values: descriptor, dialect and models.

use crate::encode::{VERSION, encode};
use crate::{Dialect, MessagesDecoder};
use bytes::Bytes;
use http::Request;
use kei_router_core::codec::{Catalog, Page, with_query};
use kei_router_core::codec::{Codec, Descriptor, Encoded, ModelTable, Refusal, Target, Wire};
use kei_router_core::transport::Head;
use kei_router_core::{ChatRequest, ErrorKind, LlmError, ModelInfo, framing};
use serde_json::Value;

/// The wire format as most servers implement it: posted to `/v1/messages`, the key in `x-api-key`.
pub fn wire() -> Wire {
    Wire::new("anthropic-messages", "messages").with_key_header("x-api-key")
}

/// A vendor that speaks Anthropic Messages: its descriptor, its dialect and its models.
#[derive(Clone, Debug)]
pub struct Messages {
    /// The vendor's description.
    pub descriptor: Descriptor,
    /// How it differs from the plain wire format.
    pub dialect: Dialect,
    /// Its models.
    pub models: ModelTable,
}

impl Messages {
    /// The decoder of a response.
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

    fn catalog(&self) -> Option<&dyn Catalog> {
        Some(self)
    }

    fn classify(&self, refusal: &Refusal, head: &Head) -> ErrorKind {
        (self.dialect.classify)(refusal, head).unwrap_or_else(|| refusal.common_kind())
    }
}

/// Pages of up to 1,000 models: unless it is asked for more, the vendor's page has 20. `has_more`
/// and `last_id` lead to the next one (from the vendor's SDK, 2.13).
impl Catalog for Messages {
    fn request(
        &self,
        descriptor: &Descriptor,
        target: &Target<'_>,
        after: Option<&str>,
    ) -> Result<Request<Bytes>, LlmError> {
        let version = self.dialect.version.as_deref().filter(|_| !self.dialect.version_in_body);
        let version = version.map(|version| (VERSION, version));
        let mut get = target.get_models(descriptor, version.as_slice())?;
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
