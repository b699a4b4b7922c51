//! One part of a message's content.

use super::{Content, Media};
use crate::ToolCall;
use serde::{Deserialize, Serialize};

/// A part of a message: its kind, what the vendor attached to it, and whether a prompt cache should
/// end at it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Part {
    /// What it is.
    #[serde(flatten)]
    pub kind: PartKind,
    /// A mark that says: cache the prompt up to here, for this long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cache: Option<CacheTtl>,
    /// What the vendor attached to this part: a signature, who called the tool, citations. It is
    /// sent back to the same vendor with the part, and to no other.
    ///
    /// Its JSON is an object of the members that the vendor's own form of the part has beside the
    /// ones that [`PartKind`] holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vendor: Option<Opaque>,
}

/// How long a cached prompt lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum CacheTtl {
    /// Five minutes, the vendors' default.
    #[serde(rename = "5m")]
    FiveMinutes,
    /// One hour.
    #[serde(rename = "1h")]
    OneHour,
}

/// What a part is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
pub enum PartKind {
    /// Text.
    Text {
        /// The text.
        text: String,
    },
    /// An image.
    Image(Media),
    /// A document: PDF or text.
    Document(Media),
    /// Audio.
    Audio(Media),
    /// A call of a tool, by the model.
    ToolCall(ToolCall),
    /// What a tool answered.
    ToolResult(ToolResult),
    /// The model's reasoning.
    Reasoning(Reasoning),
    /// A vendor's own block.
    Opaque(Opaque),
    /// What the vendor wants back beside the messages, such as the container of Anthropic's code
    /// execution: an object whose members belong into the body of the next request. It is never
    /// sent as a block.
    State(Opaque),
}

/// What a tool answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ToolResult {
    /// The call that it answers.
    pub call_id: String,
    /// The answer: text, images, documents.
    pub content: Content,
    /// Whether the tool failed.
    #[serde(default)]
    pub is_error: bool,
}

/// Reasoning of a model. It is replayed to the vendor that it came from, and to no other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Reasoning {
    /// The reasoning or its summary; empty where the vendor hides it.
    pub text: String,
    /// The vendor's proof that the text is its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
    /// Encrypted reasoning, in place of the text or beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redacted: Option<String>,
    /// The vendor's id of the block.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The vendor that it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
}

/// JSON of a vendor's own. A block of it is sent back verbatim to the same vendor, and left out with
/// a warning for another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Opaque {
    /// The vendor that it came from.
    pub provider: String,
    /// The exact JSON text.
    pub json: String,
}

impl Part {
    /// A part of this kind, without a cache mark and without vendor data.
    pub fn new(kind: PartKind) -> Self {
        Self { kind, cache: None, vendor: None }
    }

    /// Text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::new(PartKind::Text { text: text.into() })
    }

    /// An image.
    pub fn image(media: Media) -> Self {
        Self::new(PartKind::Image(media))
    }

    /// A document.
    pub fn document(media: Media) -> Self {
        Self::new(PartKind::Document(media))
    }

    /// Audio.
    pub fn audio(media: Media) -> Self {
        Self::new(PartKind::Audio(media))
    }

    /// A call of a tool.
    pub fn tool_call(
        call_id: impl Into<String>,
        name: impl Into<String>,
        arguments: impl Into<String>,
    ) -> Self {
        let (call_id, name, arguments) = (call_id.into(), name.into(), arguments.into());
        Self::new(PartKind::ToolCall(ToolCall { call_id, name, arguments }))
    }

    /// What a tool answered.
    pub fn tool_result(call_id: impl Into<String>, content: impl Into<Content>) -> Self {
        let (call_id, content) = (call_id.into(), content.into());
        Self::new(PartKind::ToolResult(ToolResult { call_id, content, is_error: false }))
    }

    /// What went wrong in a tool.
    pub fn tool_error(call_id: impl Into<String>, content: impl Into<Content>) -> Self {
        let (call_id, content) = (call_id.into(), content.into());
        Self::new(PartKind::ToolResult(ToolResult { call_id, content, is_error: true }))
    }

    /// A vendor's own block, as JSON text.
    pub fn opaque(provider: impl Into<String>, json: impl Into<String>) -> Self {
        Self::new(PartKind::Opaque(Opaque { provider: provider.into(), json: json.into() }))
    }

    /// What a vendor wants back beside the messages: an object of members of the request's body,
    /// as JSON text.
    pub fn state(provider: impl Into<String>, json: impl Into<String>) -> Self {
        Self::new(PartKind::State(Opaque { provider: provider.into(), json: json.into() }))
    }

    /// With what this vendor attached to the part: an object, as JSON text.
    pub fn with_vendor(mut self, provider: impl Into<String>, json: impl Into<String>) -> Self {
        self.vendor = Some(Opaque { provider: provider.into(), json: json.into() });
        self
    }

    /// With a mark that says: cache the prompt up to here.
    pub fn cached(mut self, ttl: CacheTtl) -> Self {
        self.cache = Some(ttl);
        self
    }
}

impl From<&str> for Part {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<PartKind> for Part {
    fn from(kind: PartKind) -> Self {
        Self::new(kind)
    }
}
