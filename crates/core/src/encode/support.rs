//! What a vendor takes of a request, on whichever wire.

use super::{Draft, SchemaRules};
use crate::{CacheTtl, Capabilities, LlmError, ReasoningConfig};
use serde_json::Value;
use std::borrow::Cow;

/// What a vendor takes of a request, as data and a few hooks. Every wire's dialect has one; start
/// from [`Support::PLAIN`] and change what is different.
#[derive(Clone, Debug)]
pub struct Support {
    /// What its models can and cannot do, where a model's own row does not say.
    pub capabilities: Capabilities,
    /// The maximum number of tools.
    pub max_tools: Option<usize>,
    /// Whether a tool may have this name.
    pub tool_name: fn(&str) -> bool,
    /// Whether it can be made to hold the model to the schemas of tools.
    pub strict_tools: bool,
    /// What it takes of JSON Schema where it holds the model to a schema; `None` where it takes
    /// all of it, or says nothing.
    pub strict_schema: Option<SchemaRules>,
    /// Whether a tool can be forced while the model thinks.
    pub forces_while_thinking: bool,
    /// Whether it takes `parallel_tool_calls`.
    pub parallel_tool_calls: bool,
    /// Whether it takes this word as a tier of service. The words differ from vendor to vendor,
    /// so a tier of another one is left out.
    pub service_tier: fn(&str) -> bool,
    /// The member for the caller's `user_id` of [`ChatRequest::metadata`]; `None` where there is
    /// none.
    ///
    /// [`ChatRequest::metadata`]: crate::ChatRequest::metadata
    pub user: Option<Cow<'static, str>>,
    /// What it takes of the other metadata.
    pub metadata: MetadataSupport,
    /// Whether images and documents may be given by a URL that the vendor fetches.
    pub remote_media: bool,
    /// Whether the vendor pads its events against eavesdroppers unless it is told not to
    /// (`include_obfuscation`).
    pub pads_events: bool,
    /// Writes a mark of the prompt cache, for models that take such; `None` where no model does.
    pub cache_mark: Option<fn(CacheTtl, &mut Draft<'_>) -> Value>,
    /// Writes what the request says about reasoning. Not called where the model cannot reason, or
    /// cannot do without while it should.
    pub reasoning: fn(ReasoningConfig, &mut Draft<'_>) -> Result<(), LlmError>,
}

/// What a vendor takes of a request's metadata, its `user_id` aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MetadataSupport {
    /// Nothing.
    None,
    /// Texts, and only with completions that it stores (`store`, by `extra_body`).
    WhereStored,
    /// Texts.
    Texts,
}

impl Support {
    /// Everything that a wire has a place for, but strict tools, tiers of service, metadata and cache marks.
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
