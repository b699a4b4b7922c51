#![doc = include_str!("../README.md")]

mod dialect;
mod models;
mod schema;

pub use models::MODELS;

use kei_router_chat_completions::ChatCompletions;
use kei_router_core::{
    Auth, ChatRequest, Codec, Descriptor, Encoded, ErrorKind, Head, LlmError, ModelInfo, Refusal,
    Target, Terminator, UsagePlace, Wire,
};
use std::borrow::Cow::Borrowed;

/// Kimi over the shared HTTP transport.
#[cfg(feature = "http")]
pub type KimiProvider = kei_router_http::HttpProvider<Kimi>;

/// The codec of the Kimi API of Moonshot AI.
///
/// Keys of the international platform (`api.moonshot.ai`, the default), of the Chinese one
/// (`api.moonshot.cn`) and of the coding subscription (`api.kimi.com/coding/v1`) are not
/// interchangeable: give the base URL that belongs to the key.
#[derive(Clone, Debug)]
pub struct Kimi {
    chat: ChatCompletions,
}

impl Kimi {
    /// The codec.
    pub fn new() -> Self {
        let chat =
            ChatCompletions { descriptor: descriptor(), dialect: dialect::KIMI, models: MODELS };
        Self { chat }
    }
}

impl Default for Kimi {
    fn default() -> Self {
        Self::new()
    }
}

impl Codec for Kimi {
    fn descriptor(&self) -> &Descriptor {
        &self.chat.descriptor
    }

    fn model_info(&self, model: &str) -> ModelInfo {
        MODELS.info(model)
    }

    fn encode(&self, request: &ChatRequest, target: &Target<'_>) -> Result<Encoded, LlmError> {
        self.chat.encode(request, target)
    }

    fn classify(&self, refusal: &Refusal, head: &Head) -> ErrorKind {
        self.chat.classify(refusal, head)
    }
}

fn descriptor() -> Descriptor {
    Descriptor {
        name: Borrowed("kimi"),
        key_vars: Borrowed(&[Borrowed("KIMI_API_KEY"), Borrowed("MOONSHOT_API_KEY")]),
        model_vars: Borrowed(&[Borrowed("KIMI_MODEL"), Borrowed("MOONSHOT_MODEL")]),
        endpoint_vars: Borrowed(&[
            Borrowed("KIMI_ENDPOINT"),
            Borrowed("KIMI_BASE_URL"),
            Borrowed("MOONSHOT_ENDPOINT"),
            Borrowed("MOONSHOT_BASE_URL"),
        ]),
        default_model: Borrowed("kimi-k2.6"),
        base_url: Borrowed("https://api.moonshot.ai/v1"),
        more_wires: std::borrow::Cow::Borrowed(&[]),
        base_format: None,
        wire: Wire {
            format: Borrowed("chat-completions"),
            version_path: Borrowed("/v1"),
            paths: Borrowed(&[Borrowed("chat/completions")]),
            auth: Auth::Bearer,
            usage: UsagePlace::Choice,
            terminator: Terminator::DoneDemanded,
        },
    }
}

#[cfg(test)]
mod tests;
