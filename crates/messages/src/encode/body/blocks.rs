//! Content blocks of a request, as the wire has them.

use kei_router_core::CacheTtl;
use kei_router_core::encode::Members;
use serde::Serialize;
use serde_json::value::RawValue;
use std::borrow::Cow;

#[derive(Serialize)]
#[serde(untagged)]
pub(in crate::encode) enum Block<'a> {
    Own(OwnBlock<'a>),
    /// A block that the vendor once sent, as it came.
    Verbatim(&'a RawValue),
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(in crate::encode) enum OwnBlock<'a> {
    Text {
        text: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        cache_control: Option<CacheControl>,
        /// What the vendor attached to the text, such as its citations.
        #[serde(flatten)]
        vendor: Members<'a>,
    },
    Image {
        source: Source<'a>,
        #[serde(skip_serializing_if = "Option::is_none")]
        cache_control: Option<CacheControl>,
    },
    Document {
        source: Source<'a>,
        #[serde(skip_serializing_if = "Option::is_none")]
        title: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        cache_control: Option<CacheControl>,
    },
    Thinking {
        thinking: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        signature: Option<&'a str>,
    },
    RedactedThinking {
        data: &'a str,
    },
    ToolUse {
        id: Cow<'a, str>,
        name: &'a str,
        input: Cow<'a, RawValue>,
        #[serde(skip_serializing_if = "Option::is_none")]
        cache_control: Option<CacheControl>,
        /// What the vendor attached to the call, such as its caller.
        #[serde(flatten)]
        vendor: Members<'a>,
    },
    ToolResult {
        tool_use_id: Cow<'a, str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        content: Option<ResultContent<'a>>,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        is_error: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        cache_control: Option<CacheControl>,
    },
}

/// Where the bytes of media are.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(in crate::encode) enum Source<'a> {
    Base64 { media_type: &'a str, data: Cow<'a, str> },
    Text { media_type: &'static str, data: &'a str },
    Url { url: &'a str },
    File { file_id: &'a str },
}

#[derive(Serialize)]
#[serde(untagged)]
pub(in crate::encode) enum ResultContent<'a> {
    Plain(&'a str),
    Blocks(Vec<Block<'a>>),
}

/// The end of a prompt's cached part.
#[derive(Clone, Copy, Serialize)]
#[serde(tag = "type", rename = "ephemeral")]
pub(in crate::encode) struct CacheControl {
    /// Five minutes where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    ttl: Option<&'static str>,
}

impl<'a> Block<'a> {
    pub(in crate::encode) fn is_result(&self) -> bool {
        matches!(self, Self::Own(OwnBlock::ToolResult { .. }))
    }

    pub(in crate::encode) fn is_thinking(&self) -> bool {
        matches!(self, Self::Own(OwnBlock::Thinking { .. } | OwnBlock::RedactedThinking { .. }))
    }

    pub(in crate::encode) fn text_mut(&mut self) -> Option<&mut &'a str> {
        match self {
            Self::Own(OwnBlock::Text { text, .. }) => Some(text),
            _ => None,
        }
    }
}

impl CacheControl {
    pub(in crate::encode) fn ttl(self) -> CacheTtl {
        if self.ttl.is_some() { CacheTtl::OneHour } else { CacheTtl::FiveMinutes }
    }
}

impl<'a> From<OwnBlock<'a>> for Block<'a> {
    fn from(block: OwnBlock<'a>) -> Self {
        Self::Own(block)
    }
}

impl From<CacheTtl> for CacheControl {
    fn from(ttl: CacheTtl) -> Self {
        Self { ttl: (ttl == CacheTtl::OneHour).then_some("1h") }
    }
}
