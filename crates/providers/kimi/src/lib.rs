#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod dialect;
mod models;
mod schema;

pub use models::MODELS;

use kei_router_chat_completions::{ChatCompletions, wire};
use kei_router_core::codec::{DefaultCodec, Descriptor};

/// Kimi over the shared HTTP transport.
#[cfg(feature = "http")]
pub type KimiProvider = kei_router_http::HttpProvider<Kimi>;

/// The Kimi API of Moonshot AI; see [`codec`].
///
/// Keys of the international platform (`api.moonshot.ai`, the default), of the Chinese one
/// (`api.moonshot.cn`) and of the coding subscription (`api.kimi.com/coding/v1`) are not
/// interchangeable: set the base URL that belongs to the key.
#[derive(Clone, Copy, Debug)]
pub struct Kimi;

impl DefaultCodec for Kimi {
    type Codec = ChatCompletions;

    fn codec() -> ChatCompletions {
        codec()
    }
}

/// The codec of the Kimi API.
pub fn codec() -> ChatCompletions {
    let descriptor = Descriptor::new("kimi", "https://api.moonshot.ai/v1", wire())
        .with_default_model("kimi-k2.6")
        .with_var_prefixes(["KIMI", "MOONSHOT"]);
    ChatCompletions::new(descriptor, dialect::kimi()).with_models(MODELS)
}

#[cfg(test)]
mod tests;
