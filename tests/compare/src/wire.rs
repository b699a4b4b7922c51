//! The wires that are compared.

use crate::Result;
use kei_router_instructions::Case;

/// Tokens of a short answer.
const TOKENS: usize = 1;

/// A wire, and who speaks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Wire {
    /// The name of its format without the vendor's, such as `messages`.
    pub name: &'static str,
    /// The vendor that is asked.
    pub vendor: &'static str,
    /// The path that it is posted to.
    pub path: &'static str,
    /// The model that is asked for.
    pub model: &'static str,
    /// The headers of an answer beside those of its framing.
    pub(crate) headers: &'static str,
}

/// Every wire.
pub const WIRES: [Wire; 3] = [
    Wire {
        name: "messages",
        vendor: "anthropic",
        path: "/v1/messages",
        model: "claude-sonnet-4-5",
        headers: include_str!("../headers/anthropic.txt"),
    },
    Wire {
        name: "chat-completions",
        vendor: "openai",
        path: "/v1/chat/completions",
        model: "gpt-4.1",
        headers: include_str!("../headers/openai.txt"),
    },
    Wire {
        name: "responses",
        vendor: "openai",
        path: "/v1/responses",
        model: "gpt-5",
        headers: include_str!("../headers/openai.txt"),
    },
];

impl Wire {
    /// The wire of this name.
    ///
    /// # Errors
    /// There is none.
    pub fn find(name: &str) -> Result<&'static Self> {
        let found = WIRES.iter().find(|wire| wire.name == name);
        found.ok_or_else(|| format!("there is no wire {name:?}").into())
    }

    /// The body of a short answer.
    pub(crate) fn body(&self) -> Result<String> {
        Ok(Case::find(&format!("{}.text", self.name))?.body(TOKENS))
    }
}
