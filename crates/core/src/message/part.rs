//! One part of a message's content.

use super::{Content, Media, Opaque, Reasoning};
use crate::ToolCall;
use serde::{Deserialize, Serialize};

/// A part of a message: its kind, the vendor's data about it, and an optional cache mark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Part {
    /// The kind, with its data.
    #[serde(flatten)]
    pub kind: PartKind,
    /// A cache mark: cache the prompt up to the end of this part, for this long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cache: Option<CacheTtl>,
    /// The vendor's data about this part: a signature, the caller of a tool, citations. It is sent
    /// back to the same vendor with the part, and to no other.
    ///
    /// Its JSON is an object with the members that the vendor's form of the part has in addition to
    /// those in [`PartKind`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vendor: Option<Opaque>,
}

/// The lifetime of a cached prompt.
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

/// The kinds of parts.
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
    /// A tool call by the model.
    ToolCall(ToolCall),
    /// The result of a tool call.
    ToolResult(ToolResult),
    /// The model's reasoning.
    Reasoning(Reasoning),
    /// A vendor-specific block.
    Opaque(Opaque),
    /// State that the vendor needs back in the next request, such as the container of Anthropic's
    /// code execution: an object whose members go into the body of the request. It is never sent as
    /// a block.
    State(Opaque),
}

/// The result of a tool call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ToolResult {
    /// The id of the call.
    pub call_id: String,
    /// The result: text, images, documents.
    pub content: Content,
    /// Whether the tool failed.
    #[serde(default)]
    pub is_error: bool,
}

impl ToolResult {
    /// The answer to this call.
    pub fn new(call_id: impl Into<String>, content: impl Into<Content>) -> Self {
        Self { call_id: call_id.into(), content: content.into(), is_error: false }
    }

    /// What went wrong in this call.
    pub fn failed(call_id: impl Into<String>, content: impl Into<Content>) -> Self {
        Self { is_error: true, ..Self::new(call_id, content) }
    }
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

    /// An image: bytes, a URL or the id of an uploaded file. See [`Media`].
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

    /// The result of a tool call.
    pub fn tool_result(call_id: impl Into<String>, content: impl Into<Content>) -> Self {
        Self::from(ToolResult::new(call_id, content))
    }

    /// The result of a failed tool call.
    pub fn tool_error(call_id: impl Into<String>, content: impl Into<Content>) -> Self {
        Self::from(ToolResult::failed(call_id, content))
    }

    /// A vendor-specific block, as JSON text.
    pub fn opaque(provider: impl Into<String>, json: impl Into<String>) -> Self {
        Self::new(PartKind::Opaque(Opaque { provider: provider.into(), json: json.into() }))
    }

    /// State that the vendor needs back in the next request: an object of body members, as JSON
    /// text.
    pub fn state(provider: impl Into<String>, json: impl Into<String>) -> Self {
        Self::new(PartKind::State(Opaque { provider: provider.into(), json: json.into() }))
    }

    /// Sets the vendor's data about the part: an object, as JSON text.
    pub fn with_vendor(mut self, provider: impl Into<String>, json: impl Into<String>) -> Self {
        self.vendor = Some(Opaque { provider: provider.into(), json: json.into() });
        self
    }

    /// Sets a cache mark: cache the prompt up to the end of this part.
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

impl From<Media> for Part {
    /// An image or audio where the media type says so, else a document.
    fn from(media: Media) -> Self {
        let media_type = media.media_type.as_deref().unwrap_or_default();
        if media_type.starts_with("image/") {
            Self::image(media)
        } else if media_type.starts_with("audio/") {
            Self::audio(media)
        } else {
            Self::document(media)
        }
    }
}

impl From<ToolResult> for Part {
    fn from(result: ToolResult) -> Self {
        Self::new(PartKind::ToolResult(result))
    }
}
