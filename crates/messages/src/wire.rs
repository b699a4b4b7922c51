//! What is read of the wire: these fields alone, each of them leniently. A missing field, `null`,
//! or a value of another shape is an empty one; only malformed JSON is an error.

mod lenient;
mod usage;

pub(crate) use usage::{Counts, Fallback, Iteration};

use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// Any event of the stream.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Event<'a> {
    #[serde(rename = "type", borrow)]
    pub(crate) kind: Text<'a>,
    pub(crate) index: Count,
    #[serde(borrow)]
    pub(crate) delta: Object<Delta<'a>>,
    #[serde(borrow)]
    pub(crate) content_block: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(crate) message: Object<Start<'a>>,
    #[serde(borrow)]
    pub(crate) usage: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(crate) error: Option<&'a RawValue>,
}

/// `delta` of `content_block_delta` and of `message_delta`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Delta<'a> {
    #[serde(rename = "type", borrow)]
    pub(crate) kind: Text<'a>,
    #[serde(borrow)]
    pub(crate) text: Text<'a>,
    #[serde(borrow)]
    pub(crate) thinking: Text<'a>,
    #[serde(borrow)]
    pub(crate) signature: Text<'a>,
    #[serde(borrow)]
    pub(crate) partial_json: Text<'a>,
    #[serde(borrow)]
    pub(crate) citation: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(crate) stop_reason: Text<'a>,
    #[serde(borrow)]
    pub(crate) stop_details: Object<StopDetails<'a>>,
}

/// `message` of `message_start`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Start<'a> {
    #[serde(borrow)]
    pub(crate) id: Text<'a>,
    #[serde(borrow)]
    pub(crate) model: Text<'a>,
    #[serde(borrow)]
    pub(crate) usage: Option<&'a RawValue>,
    /// Empty, but for a turn that goes on after programmatic tool calls: then whole blocks.
    #[serde(borrow)]
    pub(crate) content: List<'a>,
    #[serde(borrow)]
    pub(crate) stop_reason: Text<'a>,
}

/// A content block, as it starts.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Block<'a> {
    #[serde(rename = "type", borrow)]
    pub(crate) kind: Text<'a>,
    #[serde(borrow)]
    pub(crate) text: Text<'a>,
    #[serde(borrow)]
    pub(crate) citations: List<'a>,
    #[serde(borrow)]
    pub(crate) thinking: Text<'a>,
    #[serde(borrow)]
    pub(crate) signature: Text<'a>,
    #[serde(borrow)]
    pub(crate) data: Text<'a>,
    #[serde(borrow)]
    pub(crate) id: Text<'a>,
    #[serde(borrow)]
    pub(crate) name: Text<'a>,
    #[serde(borrow)]
    pub(crate) input: Option<&'a RawValue>,
}

/// Why the model refused.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct StopDetails<'a> {
    #[serde(borrow)]
    pub(crate) category: Text<'a>,
    #[serde(borrow)]
    pub(crate) explanation: Text<'a>,
}

/// A citation, in any of its kinds.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Cited<'a> {
    #[serde(borrow)]
    pub(crate) url: Text<'a>,
    #[serde(borrow)]
    pub(crate) source: Text<'a>,
    #[serde(borrow)]
    pub(crate) title: Text<'a>,
    #[serde(borrow)]
    pub(crate) document_title: Text<'a>,
    #[serde(borrow)]
    pub(crate) cited_text: Text<'a>,
}

/// A string, borrowed unless it holds escapes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Text<'a>(pub(crate) Cow<'a, str>);

/// A number that is not negative.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Count(pub(crate) Option<u64>);

/// An object.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Object<T>(pub(crate) T);

/// An array, its items as they came.
#[derive(Debug, Default)]
pub(crate) struct List<'a>(pub(crate) Vec<&'a RawValue>);

impl Text<'_> {
    /// The text, unless it is empty.
    pub(crate) fn given(&self) -> Option<&str> {
        Some(self.0.as_ref()).filter(|text| !text.is_empty())
    }
}
