//! The serialized body, which borrows from the conversation.

use kei_router_core::encode::{Members, Piece, Pieces};
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::borrow::Cow;

#[derive(Serialize)]
pub(super) struct WireBody<'a> {
    pub(super) model: &'a str,
    pub(super) stream: bool,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) instructions: &'a str,
    pub(super) input: Vec<WireItem<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) tools: Vec<WireTool<'a>>,
    #[serde(flatten)]
    pub(super) members: Map<String, Value>,
}

/// An item of the input. Items carry an id of their own only where responses are stored: the
/// vendor would look it up.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum WireItem<'a> {
    Message {
        role: &'a str,
        content: WireContent<'a>,
        /// What the vendor attached to the item, such as the phase of the turn.
        #[serde(flatten)]
        vendor: Members<'a>,
    },
    Reasoning(WireReasoning<'a>),
    FunctionCall {
        call_id: Cow<'a, str>,
        name: &'a str,
        arguments: &'a str,
        #[serde(flatten)]
        vendor: Members<'a>,
    },
    FunctionCallOutput {
        call_id: Cow<'a, str>,
        output: WireContent<'a>,
    },
    CustomToolCall {
        call_id: Cow<'a, str>,
        name: &'a str,
        input: &'a str,
        #[serde(flatten)]
        vendor: Members<'a>,
    },
    CustomToolCallOutput {
        call_id: Cow<'a, str>,
        output: WireContent<'a>,
    },
    /// An item of the vendor's own, verbatim.
    #[serde(untagged)]
    Raw(Box<RawValue>),
}

#[derive(Default, Serialize)]
pub(super) struct WireReasoning<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<&'a str>,
    pub(super) summary: Vec<WirePart<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) content: Vec<WirePart<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) encrypted_content: Option<&'a str>,
}

pub(super) type WireContent<'a> = Pieces<'a, WirePart<'a>>;

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum WirePart<'a> {
    InputText {
        text: Cow<'a, str>,
        #[serde(rename = "prompt_cache_breakpoint", skip_serializing_if = "Option::is_none")]
        mark: Option<Value>,
    },
    OutputText {
        text: &'a str,
        /// The sources that the vendor attached to it.
        #[serde(skip_serializing_if = "Option::is_none")]
        annotations: Option<&'a RawValue>,
    },
    SummaryText {
        text: &'a str,
    },
    ReasoningText {
        text: &'a str,
    },
    InputImage {
        #[serde(flatten)]
        image: WireImage<'a>,
        #[serde(rename = "prompt_cache_breakpoint", skip_serializing_if = "Option::is_none")]
        mark: Option<Value>,
    },
    InputFile {
        #[serde(flatten)]
        file: WireFile<'a>,
        #[serde(rename = "prompt_cache_breakpoint", skip_serializing_if = "Option::is_none")]
        mark: Option<Value>,
    },
    InputAudio {
        input_audio: WireAudio,
    },
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum WireImage<'a> {
    ImageUrl(Cow<'a, str>),
    FileId(&'a str),
}

#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum WireFile<'a> {
    Uploaded { file_id: &'a str },
    Remote { file_url: &'a str },
    Here { filename: &'a str, file_data: Cow<'a, str> },
}

#[derive(Serialize)]
pub(super) struct WireAudio {
    pub(super) data: String,
    pub(super) format: &'static str,
}

#[derive(Serialize)]
pub(super) struct WireFunction<'a> {
    pub(super) name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) description: &'a str,
    pub(super) parameters: Cow<'a, Map<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) strict: Option<bool>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum WireTool<'a> {
    Function(WireFunction<'a>),
    /// A tool of the vendor's own, verbatim.
    #[serde(untagged)]
    Own(&'a RawValue),
}

impl<'a> WirePart<'a> {
    pub(super) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::InputText { text: text.into(), mark: None }
    }
}

impl<'a> Piece<'a> for WirePart<'a> {
    fn mark(&mut self) -> Option<&mut Option<Value>> {
        match self {
            Self::InputText { mark, .. }
            | Self::InputImage { mark, .. }
            | Self::InputFile { mark, .. } => Some(mark),
            _ => None,
        }
    }

    fn plain_text(&mut self) -> Option<Cow<'a, str>> {
        match self {
            Self::InputText { text, mark: None } => Some(std::mem::take(text)),
            _ => None,
        }
    }
}
