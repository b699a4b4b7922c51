#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod dialect;
mod models;

pub use models::MODELS;

use kei_router_chat_completions::{self as chat, ChatCompletions};
use kei_router_core::codec::{DelegateCodec, Descriptor, MultiWire, Wire};
use kei_router_responses::{self as responses, Responses};

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
pub struct OpenAi(MultiWire);

impl OpenAi {
    /// The codec, with the Responses API as its default.
    pub fn new() -> Self {
        Self(MultiWire::new(on_responses()).or_at_its_path(on_chat()).with_base_format(CHAT))
    }

    /// The codec, with Chat Completions as its default.
    pub fn chat() -> Self {
        Self(MultiWire::new(on_chat()).or_at_its_path(on_responses()).with_base_format(CHAT))
    }
}

impl Default for OpenAi {
    fn default() -> Self {
        Self::new()
    }
}

impl DelegateCodec for OpenAi {
    type Inner = MultiWire;

    fn inner(&self) -> &MultiWire {
        &self.0
    }
}

/// The format at base URLs of other hosts.
const CHAT: &str = "chat-completions";

fn on_chat() -> ChatCompletions {
    ChatCompletions::new(descriptor(chat::wire()), dialect::chat()).with_models(MODELS)
}

fn on_responses() -> Responses {
    Responses::new(descriptor(responses::wire()), dialect::responses()).with_models(MODELS)
}

fn descriptor(wire: Wire) -> Descriptor {
    Descriptor::new("openai", "https://api.openai.com/v1", wire).with_default_model("gpt-6.1-sol")
}

#[cfg(test)]
mod tests;
