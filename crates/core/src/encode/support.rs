//! What a vendor supports, on any wire format.

use super::{Draft, SchemaRules};
use crate::{CacheTtl, Capabilities, LlmError, ReasoningConfig};
use serde_json::Value;
use std::borrow::Cow;

/// What a vendor supports, as data and a few hooks. Every dialect has one; start from
/// [`Support::PLAIN`] and change what differs.
#[derive(Clone, Debug)]
pub struct Support {
    /// Capabilities of its models, where a model's own row leaves them open.
    pub capabilities: Capabilities,
    /// The maximum number of tools.
    pub max_tools: Option<usize>,
    /// Whether a tool name is valid.
    pub tool_name: fn(&str) -> bool,
    /// Whether it supports strict tools.
    pub strict_tools: bool,
    /// The subset of JSON Schema that it accepts for strict schemas; `None` for all of it.
    pub strict_schema: Option<SchemaRules>,
    /// Whether a tool can be forced while the model reasons.
    pub forces_while_thinking: bool,
    /// Whether it accepts `parallel_tool_calls`.
    pub parallel_tool_calls: bool,
    /// Whether it accepts this service tier. The values differ between vendors, so another vendor's
    /// tier is omitted.
    pub service_tier: fn(&str) -> bool,
    /// The body member for `user_id` of [`ChatRequest::metadata`]; `None` if there is none.
    ///
    /// [`ChatRequest::metadata`]: crate::ChatRequest::metadata
    pub user: Option<Cow<'static, str>>,
    /// What it accepts of the other metadata.
    pub metadata: MetadataSupport,
    /// Whether the vendor fetches images and documents from URLs.
    pub remote_media: bool,
    /// Whether the vendor pads its events against traffic analysis unless `include_obfuscation` is
    /// off.
    pub pads_events: bool,
    /// Writes a prompt cache mark; `None` if no model accepts marks.
    pub cache_mark: Option<fn(CacheTtl, &mut Draft<'_>) -> Value>,
    /// Writes the reasoning options. Not called if the model cannot reason, or if the request turns
    /// off reasoning that cannot be turned off.
    pub reasoning: fn(ReasoningConfig, &mut Draft<'_>) -> Result<(), LlmError>,
}

/// What a vendor accepts of a request's metadata, apart from `user_id`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MetadataSupport {
    /// Nothing.
    None,
    /// Strings, and only if the vendor stores the reply (`store`, set by `extra_body`).
    WhereStored,
    /// Texts.
    Texts,
}

impl Support {
    /// Everything that a wire format can express, except strict tools, service tiers, metadata and
    /// cache marks.
    pub const PLAIN: Self = Self {
        capabilities: Capabilities::UNKNOWN,
        max_tools: None,
        tool_name: |_| true,
        strict_tools: false,
        strict_schema: None,
        forces_while_thinking: true,
        parallel_tool_calls: true,
        service_tier: |_| false,
        user: Some(Cow::Borrowed("user")),
        metadata: MetadataSupport::None,
        remote_media: true,
        pads_events: false,
        cache_mark: None,
        reasoning: |_, draft| draft.omit("reasoning", "the vendor has no word for it"),
    };
}
