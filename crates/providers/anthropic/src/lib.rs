#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod dialect;
mod models;
mod refusal;

pub use models::MODELS;

use kei_router_core::codec::{DelegateCodec, Descriptor};
use kei_router_messages::{Messages, wire};

/// Anthropic over the shared HTTP transport.
#[cfg(feature = "http")]
pub type AnthropicProvider = kei_router_http::HttpProvider<Anthropic>;

/// The codec of Anthropic's Messages API, and its settings.
#[derive(Clone, Debug)]
pub struct Anthropic(Messages);

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
        self.0.dialect.version = Some(version.into().into());
        self.0.dialect.sampling_version = None;
        self
    }

    /// Asks for a beta feature, in the `anthropic-beta` header. None is asked for by default.
    pub fn beta(mut self, feature: impl Into<String>) -> Self {
        self.0.dialect.betas.to_mut().push(feature.into().into());
        self
    }
}

impl Default for Anthropic {
    fn default() -> Self {
        let descriptor = Descriptor::new("anthropic", "https://api.anthropic.com", wire())
            .with_default_model("claude-sonnet-5-5");
        Self(Messages::new(descriptor, dialect::anthropic()).with_models(MODELS))
    }
}

impl DelegateCodec for Anthropic {
    type Inner = Messages;

    fn inner(&self) -> &Messages {
        &self.0
    }
}

#[cfg(test)]
mod tests;
