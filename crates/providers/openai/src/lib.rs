#![doc = include_str!("../README.md")]

mod dialect;
mod models;

pub use models::MODELS;

use kei_router_chat_completions::ChatCompletions;
use kei_router_core::{
    Auth, ChatRequest, Codec, Descriptor, Encoded, ErrorKind, Head, LlmError, ModelInfo, Refusal,
    Target, Terminator, UsagePlace, Wire,
};
use kei_router_responses::Responses;
use std::borrow::Cow::Borrowed;

/// OpenAI over the shared HTTP transport.
#[cfg(feature = "http")]
pub type OpenAiProvider = kei_router_http::HttpProvider<OpenAi>;

/// The codec of the OpenAI API.
///
/// It speaks the Responses API at OpenAI itself: there alone do current models reason and call
/// tools in one conversation without losing their reasoning in between. At a base URL of another
/// host it speaks Chat Completions, which every compatible server knows. A URL that ends with
/// `/responses` or `/chat/completions` says itself which.
#[derive(Clone, Debug)]
pub struct OpenAi {
    descriptor: Descriptor,
    chat: ChatCompletions,
    responses: Responses,
}

impl OpenAi {
    /// The codec, with the Responses API as its default.
    pub fn new() -> Self {
        Self::speaking(responses_wire(), chat_wire())
    }

    /// The codec, with Chat Completions as its default.
    pub fn chat() -> Self {
        Self::speaking(chat_wire(), responses_wire())
    }

    fn speaking(wire: Wire, other: Wire) -> Self {
        let descriptor = descriptor(wire, other);
        let chat = descriptor.speaking(&chat_wire());
        let responses = descriptor.speaking(&responses_wire());
        Self {
            chat: ChatCompletions { descriptor: chat, dialect: dialect::CHAT, models: MODELS },
            responses: Responses {
                descriptor: responses,
                dialect: dialect::RESPONSES,
                models: MODELS,
            },
            descriptor,
        }
    }
}

impl Default for OpenAi {
    fn default() -> Self {
        Self::new()
    }
}

impl Codec for OpenAi {
    fn descriptor(&self) -> &Descriptor {
        &self.descriptor
    }

    fn model_info(&self, model: &str) -> ModelInfo {
        MODELS.info(model)
    }

    fn encode(&self, request: &ChatRequest, target: &Target<'_>) -> Result<Encoded, LlmError> {
        if self.descriptor.wire_at(target.endpoint).format == RESPONSES {
            return self.responses.encode(request, target);
        }
        self.chat.encode(request, target)
    }

    /// The words of both wires mean the same.
    fn classify(&self, refusal: &Refusal, head: &Head) -> ErrorKind {
        self.responses.classify(refusal, head)
    }
}

const CHAT: &str = "chat-completions";
const RESPONSES: &str = "responses";

fn descriptor(wire: Wire, other: Wire) -> Descriptor {
    Descriptor {
        name: Borrowed("openai"),
        key_vars: Borrowed(&[Borrowed("OPENAI_API_KEY")]),
        model_vars: Borrowed(&[Borrowed("OPENAI_MODEL")]),
        endpoint_vars: Borrowed(&[Borrowed("OPENAI_ENDPOINT"), Borrowed("OPENAI_BASE_URL")]),
        default_model: Borrowed("gpt-6.1-sol"),
        base_url: Borrowed("https://api.openai.com/v1"),
        wire,
        more_wires: vec![other].into(),
        base_format: Some(Borrowed(CHAT)),
    }
}

fn chat_wire() -> Wire {
    Wire {
        format: Borrowed(CHAT),
        version_path: Borrowed("/v1"),
        paths: Borrowed(&[Borrowed("chat/completions")]),
        auth: Auth::Bearer,
        usage: UsagePlace::Trailer,
        terminator: Terminator::DonePromised,
    }
}

fn responses_wire() -> Wire {
    Wire {
        format: Borrowed(RESPONSES),
        version_path: Borrowed("/v1"),
        paths: Borrowed(&[Borrowed("responses")]),
        auth: Auth::Bearer,
        usage: UsagePlace::Events,
        terminator: Terminator::LastEvent,
    }
}

#[cfg(test)]
mod tests;
