#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod dialect;
mod models;
mod refusal;

pub use models::MODELS;

use kei_router_core::codec::Catalog;
use kei_router_core::codec::{Codec, Descriptor, Encoded, Refusal, Target};
use kei_router_core::transport::Head;
use kei_router_core::{ChatRequest, ErrorKind, LlmError, ModelInfo};
use kei_router_messages::Messages;
use std::borrow::Cow;

/// Anthropic over the shared HTTP transport.
#[cfg(feature = "http")]
pub type AnthropicProvider = kei_router_http::HttpProvider<Anthropic>;

/// The codec of Anthropic's Messages API, and its settings.
#[derive(Clone, Debug)]
pub struct Anthropic {
    messages: Messages,
}

impl Anthropic {
    /// The version of the API that is asked for by default.
    pub const VERSION: &str = "2026-10-21";
    /// The version that still takes a sampling temperature. It is asked for where a request sets
    /// `temperature` or `top_p`, the model takes them, and no version is fixed.
    pub const SAMPLING_VERSION: &str = "2023-06-01";

    /// Fixes the version of the API, the `anthropic-version` header. Under any version but
    /// [`Anthropic::SAMPLING_VERSION`] and the older `2023-01-01`, `temperature` and `top_p` are
    /// options that the vendor lacks.
    pub fn api_version(mut self, version: impl Into<String>) -> Self {
        self.messages.dialect.version = Some(Cow::Owned(version.into()));
        self.messages.dialect.sampling_version = None;
        self
    }

    /// Asks for a beta feature, in the `anthropic-beta` header. None is asked for by default.
    pub fn beta(mut self, feature: impl Into<String>) -> Self {
        self.messages.dialect.betas.to_mut().push(Cow::Owned(feature.into()));
        self
    }
}

impl Default for Anthropic {
    fn default() -> Self {
        let (descriptor, dialect) = (descriptor(), dialect::ANTHROPIC);
        Self { messages: Messages { descriptor, dialect, models: MODELS } }
    }
}

impl Codec for Anthropic {
    fn descriptor(&self) -> &Descriptor {
        &self.messages.descriptor
    }

    fn model_info(&self, model: &str) -> ModelInfo {
        self.messages.model_info(model)
    }

    fn encode(&self, request: &ChatRequest, target: &Target<'_>) -> Result<Encoded, LlmError> {
        self.messages.encode(request, target)
    }

    fn catalog(&self) -> Option<&dyn Catalog> {
        self.messages.catalog()
    }

    fn classify(&self, refusal: &Refusal, head: &Head) -> ErrorKind {
        self.messages.classify(refusal, head)
    }
}

fn descriptor() -> Descriptor {
    Descriptor::new("anthropic", "https://api.anthropic.com", kei_router_messages::wire())
        .with_default_model("claude-sonnet-5-5")
}

#[cfg(test)]
mod tests;
