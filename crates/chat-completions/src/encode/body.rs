//! The serialized body, which borrows from the conversation.

use kei_router_core::encode::{Members, Piece, Pieces};
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::BTreeMap;

#[derive(Serialize)]
pub(super) struct WireBody<'a> {
    pub(super) model: &'a str,
    pub(super) stream: bool,
    pub(super) messages: Vec<WireMessage<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) tools: Vec<WireTool<'a>>,
    #[serde(flatten)]
    pub(super) members: Map<String, Value>,
}

#[derive(Default, Serialize)]
pub(super) struct WireMessage<'a> {
    pub(super) role: &'a str,
    #[serde(skip_serializing_if = "WireContent::is_absent")]
    pub(super) content: WireContent<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) tool_calls: Vec<WireCall<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tool_call_id: Option<Cow<'a, str>>,
    /// Members of a dialect: reasoning, a mark of a prefill.
    #[serde(flatten)]
    pub(super) members: BTreeMap<&'a str, Value>,
    /// What the vendor attached to parts of it, as it came.
    #[serde(flatten)]
    pub(super) vendor: BTreeMap<String, Box<RawValue>>,
}

#[derive(Default, Serialize)]
#[serde(untagged)]
pub(super) enum WireContent<'a> {
    #[default]
    Absent,
    Null,
    Pieces(Pieces<'a, WirePart<'a>>),
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum WirePart<'a> {
    Text {
        text: Cow<'a, str>,
        #[serde(rename = "prompt_cache_breakpoint", skip_serializing_if = "Option::is_none")]
        mark: Option<Value>,
    },
    ImageUrl {
        image_url: WireUrl<'a>,
        #[serde(rename = "prompt_cache_breakpoint", skip_serializing_if = "Option::is_none")]
        mark: Option<Value>,
    },
    InputAudio {
        input_audio: WireAudio,
    },
    File {
        file: WireFile<'a>,
        #[serde(rename = "prompt_cache_breakpoint", skip_serializing_if = "Option::is_none")]
        mark: Option<Value>,
    },
    /// A part of the vendor's own, verbatim.
    #[serde(untagged)]
    Raw(Box<RawValue>),
}

#[derive(Serialize)]
pub(super) struct WireUrl<'a> {
    pub(super) url: Cow<'a, str>,
}

#[derive(Serialize)]
pub(super) struct WireAudio {
    pub(super) data: String,
    pub(super) format: &'static str,
}

#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum WireFile<'a> {
    Uploaded { file_id: &'a str },
    Here { filename: &'a str, file_data: String },
}

#[derive(Serialize)]
pub(super) struct WireCall<'a> {
    pub(super) id: Cow<'a, str>,
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) function: WireCalled<'a>,
    /// What the vendor attached to the call.
    #[serde(flatten)]
    pub(super) vendor: Members<'a>,
}

#[derive(Serialize)]
pub(super) struct WireCalled<'a> {
    pub(super) name: &'a str,
    pub(super) arguments: &'a str,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum WireTool<'a> {
    Function {
        function: WireFunction<'a>,
    },
    /// A tool of the vendor's own, verbatim.
    #[serde(untagged)]
    Own(&'a RawValue),
}

#[derive(Serialize)]
pub(super) struct WireFunction<'a> {
    pub(super) name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) description: &'a str,
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub(super) parameters: Cow<'a, Map<String, Value>>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) strict: bool,
}

impl<'a> WireContent<'a> {
    fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    pub(super) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Pieces(Pieces::Text(text.into()))
    }

    pub(super) fn from_parts(parts: Vec<WirePart<'a>>) -> Self {
        Self::Pieces(Pieces::from_parts(parts))
    }
}

impl<'a> WirePart<'a> {
    pub(super) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text { text: text.into(), mark: None }
    }
}

impl<'a> Piece<'a> for WirePart<'a> {
    fn plain_text(&mut self) -> Option<Cow<'a, str>> {
        match self {
            Self::Text { text, mark: None } => Some(std::mem::take(text)),
            _ => None,
        }
    }

    fn mark(&mut self) -> Option<&mut Option<Value>> {
        match self {
            Self::Text { mark, .. } | Self::ImageUrl { mark, .. } | Self::File { mark, .. } => {
                Some(mark)
            }
            Self::InputAudio { .. } | Self::Raw(_) => None,
        }
    }
}
