//! What is read of an answer: the few fields that matter, each of them leniently.
//!
//! An event borrows from its frame. What most events lack is kept as raw JSON, which costs
//! nothing while it is absent, and is read where it is used. Nothing here fails on a shape, only
//! on what is no JSON.

use kei_router_core::lenient::{Count, Raw, Text, object, read};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// One event of a stream.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Event<'a> {
    #[serde(borrow, rename = "type")]
    pub(crate) kind: Text<'a>,
    /// Which item of the output it is about. llama.cpp leaves it out.
    pub(crate) output_index: Count,
    /// The item's id. Copilot has another one in each event.
    #[serde(borrow)]
    pub(crate) item_id: Text<'a>,
    pub(crate) content_index: Count,
    pub(crate) summary_index: Count,
    #[serde(borrow)]
    pub(crate) delta: Text<'a>,
    #[serde(borrow)]
    pub(crate) text: Text<'a>,
    #[serde(borrow)]
    pub(crate) refusal: Text<'a>,
    /// The whole arguments of a function.
    #[serde(borrow)]
    pub(crate) arguments: Raw<'a>,
    /// The whole input of a custom tool.
    #[serde(borrow)]
    pub(crate) input: Raw<'a>,
    #[serde(borrow)]
    pub(crate) item: Raw<'a>,
    #[serde(borrow)]
    pub(crate) annotation: Raw<'a>,
    #[serde(borrow)]
    pub(crate) response: Raw<'a>,
}

/// An item of the output.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct ItemWire<'a> {
    #[serde(borrow, rename = "type")]
    pub(crate) kind: Text<'a>,
    #[serde(borrow)]
    pub(crate) id: Text<'a>,
    #[serde(borrow)]
    pub(crate) status: Text<'a>,
    #[serde(borrow)]
    pub(crate) call_id: Text<'a>,
    #[serde(borrow)]
    pub(crate) name: Text<'a>,
    #[serde(borrow)]
    pub(crate) arguments: Raw<'a>,
    #[serde(borrow)]
    pub(crate) input: Raw<'a>,
    #[serde(borrow)]
    pub(crate) content: Raw<'a>,
    #[serde(borrow)]
    pub(crate) summary: Raw<'a>,
    #[serde(borrow)]
    pub(crate) encrypted_content: Text<'a>,
}

/// A part of a message, of reasoning or of a summary.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct PartWire<'a> {
    #[serde(borrow)]
    pub(crate) text: Text<'a>,
    #[serde(borrow)]
    pub(crate) refusal: Text<'a>,
    #[serde(borrow)]
    pub(crate) annotations: Raw<'a>,
}

/// A source that the answer cites.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct AnnotationWire<'a> {
    #[serde(borrow)]
    pub(crate) url: Text<'a>,
    #[serde(borrow)]
    pub(crate) title: Text<'a>,
    #[serde(borrow)]
    pub(crate) filename: Text<'a>,
}

/// The response as a whole, as the first and the last events tell it.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct ResponseWire<'a> {
    #[serde(borrow)]
    pub(crate) id: Text<'a>,
    #[serde(borrow)]
    pub(crate) model: Text<'a>,
    #[serde(borrow)]
    pub(crate) status: Text<'a>,
    #[serde(borrow, deserialize_with = "object")]
    pub(crate) incomplete_details: DetailsWire<'a>,
    #[serde(borrow)]
    pub(crate) error: Raw<'a>,
    #[serde(borrow)]
    pub(crate) output: Raw<'a>,
    #[serde(deserialize_with = "object")]
    pub(crate) usage: UsageWire,
    #[serde(borrow)]
    pub(crate) service_tier: Text<'a>,
    #[serde(borrow)]
    pub(crate) tool_usage: Raw<'a>,
}

/// How much was used of the vendor's own tools.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct ToolUsage {
    #[serde(deserialize_with = "object")]
    pub(crate) web_search: ToolCounts,
    #[serde(deserialize_with = "object")]
    pub(crate) image_gen: ToolCounts,
}

/// How much was used of one of them.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct ToolCounts {
    pub(crate) num_requests: Count,
    pub(crate) total_tokens: Count,
}

/// Why a response is incomplete.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct DetailsWire<'a> {
    #[serde(borrow)]
    pub(crate) reason: Text<'a>,
}

/// Token counts.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct UsageWire {
    pub(crate) input_tokens: Count,
    pub(crate) output_tokens: Count,
    #[serde(deserialize_with = "object")]
    pub(crate) input_tokens_details: TokensWire,
    #[serde(deserialize_with = "object")]
    pub(crate) output_tokens_details: TokensWire,
}

/// Of token counts, those of a kind.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct TokensWire {
    pub(crate) cached_tokens: Count,
    pub(crate) cache_write_tokens: Count,
    #[serde(deserialize_with = "object")]
    pub(crate) cache_write_tokens_details: LifetimesWire,
    pub(crate) reasoning_tokens: Count,
}

/// Of tokens written to the cache, those of a lifetime.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct LifetimesWire {
    pub(crate) ttl_12h_tokens: Count,
}

impl<'a> PartWire<'a> {
    /// A part; a bare text is one of text.
    pub(crate) fn of(raw: &'a RawValue) -> Self {
        if raw.get().starts_with('"') {
            let text = serde_json::from_str(raw.get()).unwrap_or_default();
            return Self { text, ..Self::default() };
        }
        read(raw)
    }
}

/// Arguments as text: a text as it is, an object from a careless server as its JSON.
pub(crate) fn arguments(raw: Raw<'_>) -> Cow<'_, str> {
    let Some(json) = raw.map(RawValue::get) else { return Cow::Borrowed("") };
    match json.starts_with('"') {
        true => serde_json::from_str::<Text<'_>>(json).unwrap_or_default().0.unwrap_or_default(),
        false => Cow::Borrowed(json),
    }
}
