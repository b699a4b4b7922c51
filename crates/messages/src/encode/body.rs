//! The body of a request, as the wire has it.

mod blocks;

pub(super) use blocks::{Block, CacheControl, OwnBlock, ResultContent, Source};

use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// The body of a request. Everything that is not asked for stays out.
#[derive(Serialize)]
pub(super) struct WireBody<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) model: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) stream: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) system: Option<System<'a>>,
    pub(super) messages: Vec<WireMessage<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) tools: Vec<WireTool<'a>>,
    /// The options.
    #[serde(flatten)]
    pub(super) members: Map<String, Value>,
}

#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum System<'a> {
    Plain(&'a str),
    Blocks([SystemBlock<'a>; 1]),
}

#[derive(Serialize)]
#[serde(tag = "type", rename = "text")]
pub(super) struct SystemBlock<'a> {
    pub(super) text: &'a str,
    pub(super) cache_control: CacheControl,
}

#[derive(Serialize)]
pub(super) struct WireMessage<'a> {
    pub(super) role: &'static str,
    pub(super) content: WireContent<'a>,
}

impl WireMessage<'_> {
    /// Whether nothing is left of it.
    pub(super) fn is_empty(&self) -> bool {
        matches!(&self.content, WireContent::Blocks(blocks) if blocks.is_empty())
    }
}

#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum WireContent<'a> {
    Plain(&'a str),
    Blocks(Vec<Block<'a>>),
}

#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum WireTool<'a> {
    Typed(TypedTool<'a>),
    /// A tool of the vendor's own, verbatim.
    Own(&'a RawValue),
}

#[derive(Serialize)]
pub(super) struct TypedTool<'a> {
    pub(super) name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) description: &'a str,
    pub(super) input_schema: Cow<'a, Map<String, Value>>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) strict: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) cache_control: Option<CacheControl>,
}
