//! What is read of an answer: the few fields that matter, each of them leniently.
//!
//! A chunk borrows from its frame. What most chunks lack is kept as raw JSON, which costs nothing
//! while it is absent, and is read where it is used. Nothing here fails on a shape, only on what
//! is no JSON.

mod call;
mod choices;
mod content;
mod usage;

pub(crate) use call::{CallWire, calls};
pub(crate) use choices::Choices;
pub(crate) use content::{Content, Piece};
pub(crate) use kei_router_core::lenient::{Count, Raw, Strict, Text, each, object, read};
pub(crate) use usage::UsageWire;

use serde::Deserialize;

/// One chunk of a reply.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Chunk<'a> {
    #[serde(borrow)]
    pub(crate) id: Text<'a>,
    #[serde(borrow)]
    pub(crate) model: Text<'a>,
    /// `error` where the whole chunk is Mistral's error.
    #[serde(borrow)]
    pub(crate) object: Text<'a>,
    /// `error` where it is Anthropic's.
    #[serde(borrow, rename = "type")]
    pub(crate) kind: Text<'a>,
    #[serde(borrow)]
    pub(crate) choices: Choices<'a>,
    #[serde(borrow)]
    pub(crate) usage: Raw<'a>,
    /// The tier that served the reply.
    #[serde(borrow)]
    pub(crate) service_tier: Text<'a>,
    #[serde(borrow)]
    pub(crate) error: Raw<'a>,
    /// Groq's own: `usage`, and `error` for a stream that is stopped early.
    #[serde(borrow)]
    pub(crate) x_groq: Raw<'a>,
    /// Of errors without an envelope.
    #[serde(borrow)]
    pub(crate) message: Raw<'a>,
    /// Of errors without an envelope.
    #[serde(borrow)]
    pub(crate) detail: Raw<'a>,
    /// Perplexity's sources, in every chunk.
    #[serde(borrow)]
    pub(crate) search_results: Raw<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Choice<'a> {
    pub(crate) index: Count,
    #[serde(borrow, deserialize_with = "object")]
    pub(crate) delta: Delta<'a>,
    #[serde(borrow)]
    pub(crate) finish_reason: Text<'a>,
    /// Kimi's place for it.
    #[serde(borrow)]
    pub(crate) usage: Raw<'a>,
    #[serde(borrow)]
    pub(crate) error: Raw<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Delta<'a> {
    #[serde(borrow)]
    pub(crate) content: Content<'a>,
    #[serde(borrow)]
    pub(crate) reasoning_content: Text<'a>,
    #[serde(borrow)]
    pub(crate) reasoning: Text<'a>,
    #[serde(borrow)]
    pub(crate) reasoning_details: Raw<'a>,
    #[serde(borrow)]
    pub(crate) refusal: Text<'a>,
    #[serde(borrow)]
    pub(crate) tool_calls: Raw<'a>,
    /// The older form of a tool call.
    #[serde(borrow)]
    pub(crate) function_call: Raw<'a>,
    #[serde(borrow)]
    pub(crate) annotations: Raw<'a>,
}

/// Groq's own member.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Groq<'a> {
    #[serde(borrow)]
    pub(crate) usage: Raw<'a>,
    #[serde(borrow)]
    pub(crate) error: Raw<'a>,
}

/// A source that the answer cites.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Annotation<'a> {
    #[serde(borrow, deserialize_with = "object")]
    pub(crate) url_citation: Source<'a>,
}

/// Where a source is, and what it says.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Source<'a> {
    #[serde(borrow)]
    pub(crate) url: Text<'a>,
    #[serde(borrow)]
    pub(crate) title: Text<'a>,
    #[serde(borrow)]
    pub(crate) content: Text<'a>,
    #[serde(borrow)]
    pub(crate) snippet: Text<'a>,
}

/// One of OpenRouter's pieces of reasoning: text, a summary, or an encrypted form.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Detail<'a> {
    pub(crate) index: Count,
    #[serde(borrow)]
    pub(crate) id: Text<'a>,
    #[serde(borrow)]
    pub(crate) text: Text<'a>,
    #[serde(borrow)]
    pub(crate) summary: Text<'a>,
    #[serde(borrow)]
    pub(crate) signature: Text<'a>,
    #[serde(borrow)]
    pub(crate) data: Text<'a>,
}

impl Delta<'_> {
    /// Whether nothing of the reply is in it.
    pub(crate) fn says_nothing(&self) -> bool {
        self.content.is_empty()
            && self.reasoning_content.as_str().or(self.reasoning.as_str()).is_none()
            && self.reasoning_details.is_none_or(|raw| raw.get() == "[]")
            && self.refusal.as_str().is_none()
            && self.tool_calls.or(self.function_call).is_none()
    }
}
