#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod dialect;
mod models;

pub use models::MODELS;

use kei_router_chat_completions::ChatCompletions;
use kei_router_core::codec::{Codec, Descriptor, Encoded, Refusal, Target, Wire};
use kei_router_core::transport::Head;
use kei_router_core::{ChatRequest, ErrorKind, LlmError, ModelInfo};
use kei_router_responses::Responses;

/// OpenAI over the shared HTTP transport.
#[cfg(feature = "http")]
pub type OpenAiProvider = kei_router_http::HttpProvider<OpenAi>;

/// The codec of the OpenAI API.
///
/// It uses the Responses API at OpenAI itself, since only there current models keep their reasoning
/// between the turns of a conversation with tools. At a base URL of another host it uses Chat
/// Completions, which every compatible server implements. A URL that ends with `/responses` or
/// `/chat/completions` selects that API.
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

    /// The codes of both wire formats mean the same.
    fn classify(&self, refusal: &Refusal, head: &Head) -> ErrorKind {
        self.responses.classify(refusal, head)
    }
}

const CHAT: &str = "chat-completions";
const RESPONSES: &str = "responses";

fn descriptor(wire: Wire, other: Wire) -> Descriptor {
    Descriptor::new("openai", "https://api.openai.com/v1", wire)
        .with_default_model("gpt-6.1-sol")
        .with_wire(other)
        .with_base_format(CHAT)
}

fn chat_wire() -> Wire {
    kei_router_chat_completions::wire()
}

fn responses_wire() -> Wire {
    kei_router_responses::wire()
}

#[cfg(test)]
mod tests;
