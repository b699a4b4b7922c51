#![doc = include_str!("../README.md")]

mod decode;
mod encode;
mod models;
mod refusal;
#[cfg(test)]
mod replay;
mod wire;

pub use decode::AnthropicDecoder;
pub use models::MODELS;

use bytes::Bytes;
use http::{HeaderName, Request};
use kei_router_core::{
    Auth, ChatRequest, Codec, Descriptor, Encoded, ErrorKind, LlmError, ModelInfo, Refusal, Target,
    Terminator, UsagePlace, Wire,
};
use std::borrow::Cow;

/// Anthropic over the shared HTTP transport.
#[cfg(feature = "http")]
pub type AnthropicProvider = kei_router_http::HttpProvider<Anthropic>;

/// The codec of the Messages API, and its settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anthropic {
    descriptor: Descriptor,
    version: Option<String>,
    betas: Vec<String>,
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
        self.version = Some(version.into());
        self
    }

    /// Asks for a beta feature, in the `anthropic-beta` header. None is asked for by default.
    pub fn beta(mut self, feature: impl Into<String>) -> Self {
        self.betas.push(feature.into());
        self
    }
}

impl Default for Anthropic {
    fn default() -> Self {
        Self { descriptor: descriptor(), version: None, betas: Vec::new() }
    }
}

impl Codec for Anthropic {
    type Decoder = AnthropicDecoder;

    fn descriptor(&self) -> &Descriptor {
        &self.descriptor
    }

    fn model_info(&self, model: &str) -> ModelInfo {
        MODELS.info(model)
    }

    fn encode(
        &self,
        request: &ChatRequest,
        target: &Target<'_>,
    ) -> Result<Encoded<AnthropicDecoder>, LlmError> {
        encode::encode(self, request, target)
    }

    fn list(&self, target: &Target<'_>) -> Result<Request<Bytes>, LlmError> {
        let version = self.version.as_deref().unwrap_or(Self::VERSION);
        let version = (HeaderName::from_static("anthropic-version"), version);
        target.get_models(&self.descriptor, &[version])
    }

    fn classify(&self, refusal: &Refusal) -> ErrorKind {
        refusal::classify(refusal)
    }
}

fn descriptor() -> Descriptor {
    Descriptor {
        name: "anthropic".into(),
        key_vars: Cow::Borrowed(&[Cow::Borrowed("ANTHROPIC_API_KEY")]),
        model_vars: Cow::Borrowed(&[Cow::Borrowed("ANTHROPIC_MODEL")]),
        endpoint_vars: Cow::Borrowed(&[
            Cow::Borrowed("ANTHROPIC_ENDPOINT"),
            Cow::Borrowed("ANTHROPIC_BASE_URL"),
        ]),
        default_model: "claude-sonnet-5-5".into(),
        base_url: "https://api.anthropic.com".into(),
        more_wires: Cow::Borrowed(&[]),
        base_format: None,
        wire: Wire {
            format: "anthropic-messages".into(),
            version_path: "/v1".into(),
            paths: Cow::Borrowed(&[Cow::Borrowed("messages")]),
            auth: Auth::Header("x-api-key".into()),
            usage: UsagePlace::Events,
            terminator: Terminator::LastEvent,
        },
    }
}
