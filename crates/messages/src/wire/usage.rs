//! Token counts, and what else an answer tells of its price.

use super::{Count, List, Object, Text};
use serde::Deserialize;
use serde_json::value::RawValue;

/// Token counts. `input_tokens` leaves cached tokens out.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Counts<'a> {
    pub(crate) input_tokens: Count,
    pub(crate) output_tokens: Count,
    pub(crate) cache_creation_input_tokens: Count,
    pub(crate) cache_read_input_tokens: Count,
    pub(crate) cache_creation: Object<Creation>,
    pub(crate) output_tokens_details: Object<OutputDetails>,
    /// What each step of the turn used, where there were several: each is an object of counts.
    #[serde(borrow)]
    pub(crate) iterations: List<'a>,
    /// The tier that served it: `standard`, `priority` or `batch`.
    #[serde(borrow)]
    pub(crate) service_tier: Text<'a>,
    /// `standard` or `fast`.
    #[serde(borrow)]
    pub(crate) speed: Text<'a>,
    /// Where it was made: `global`, `us` or `not_available`.
    #[serde(borrow)]
    pub(crate) inference_geo: Text<'a>,
    /// How often each of the vendor's own tools was used.
    #[serde(borrow)]
    pub(crate) server_tool_use: Option<&'a RawValue>,
}

/// Tokens written to the cache, by lifetime.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Creation {
    pub(crate) ephemeral_5m_input_tokens: Count,
    pub(crate) ephemeral_1h_input_tokens: Count,
}

/// What the output tokens were used for.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct OutputDetails {
    pub(crate) thinking_tokens: Count,
}

/// Whose step an iteration was.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Iteration<'a> {
    /// `message`, `compaction`, `advisor_message` or `fallback_message`.
    #[serde(rename = "type", borrow)]
    pub(crate) kind: Text<'a>,
    #[serde(borrow)]
    pub(crate) model: Text<'a>,
}

/// Where one model's output gives way to the next one's.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Fallback<'a> {
    #[serde(borrow)]
    pub(crate) to: Object<Iteration<'a>>,
}
