#![doc = include_str!("../README.md")]

mod decode;
mod dialect;
mod models;

pub use decode::OpenAiDecoder;
pub use models::MODELS;

use kei_router_chat_completions::ChatCompletions;
use kei_router_core::{
    Auth, ChatRequest, Codec, Descriptor, Encoded, ErrorKind, LlmError, ModelInfo, Refusal, Target,
    Terminator, UsagePlace, Wire,
};
use std::borrow::Cow::Borrowed;

/// OpenAI over the shared HTTP transport.
#[cfg(feature = "http")]
pub type OpenAiProvider = kei_router_http::HttpProvider<OpenAi>;

/// The codec of the OpenAI API.
///
/// It speaks Chat Completions, at `https://api.openai.com/v1` and at any compatible endpoint.
#[derive(Clone, Debug)]
pub struct OpenAi {
    chat: ChatCompletions,
}

impl OpenAi {
    /// The codec.
    pub fn new() -> Self {
        let chat =
            ChatCompletions { descriptor: descriptor(), dialect: dialect::CHAT, models: MODELS };
        Self { chat }
    }
}

impl Default for OpenAi {
    fn default() -> Self {
        Self::new()
    }
}

impl Codec for OpenAi {
    type Decoder = OpenAiDecoder;

    fn descriptor(&self) -> &Descriptor {
        &self.chat.descriptor
    }

    fn model_info(&self, model: &str) -> ModelInfo {
        MODELS.info(model)
    }

    fn encode(
        &self,
        request: &ChatRequest,
        target: &Target<'_>,
    ) -> Result<Encoded<OpenAiDecoder>, LlmError> {
        let encoded = self.chat.encode(request, target)?;
        Ok(Encoded {
            request: encoded.request,
            warnings: encoded.warnings,
            framing: encoded.framing,
            decoder: OpenAiDecoder::Chat(encoded.decoder),
        })
    }

    fn classify(&self, refusal: &Refusal) -> ErrorKind {
        self.chat.classify(refusal)
    }
}

fn descriptor() -> Descriptor {
    Descriptor {
        name: Borrowed("openai"),
        key_vars: Borrowed(&[Borrowed("OPENAI_API_KEY")]),
        model_vars: Borrowed(&[Borrowed("OPENAI_MODEL")]),
        endpoint_vars: Borrowed(&[Borrowed("OPENAI_ENDPOINT"), Borrowed("OPENAI_BASE_URL")]),
        default_model: Borrowed("gpt-6.1-sol"),
        base_url: Borrowed("https://api.openai.com/v1"),
        more_wires: std::borrow::Cow::Borrowed(&[]),
        wire: Wire {
            format: Borrowed("chat-completions"),
            version_path: Borrowed("/v1"),
            paths: Borrowed(&[Borrowed("chat/completions")]),
            auth: Auth::Bearer,
            usage: UsagePlace::Trailer,
            terminator: Terminator::DonePromised,
        },
    }
}

#[cfg(test)]
mod tests;
