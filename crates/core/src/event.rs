//! The events of a stream.

use crate::{Finish, Part, RateLimit, ToolCall, Usage};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// An event of a stream. As JSON: `{"type":"token","data":"Hello"}`.
///
/// It is at most 64 bytes, since each token is one: what comes rarely and is large is boxed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
#[non_exhaustive]
pub enum StreamEvent {
    /// The vendor has begun to answer. First, and once.
    Started(Box<Started>),
    /// A piece of the answer. Never empty.
    Token(String),
    /// A piece of the model's reasoning. Never empty.
    Reasoning(String),
    /// The model begins to call a tool.
    ToolCallStart {
        /// The call.
        call_id: String,
        /// The tool.
        name: String,
    },
    /// A piece of a call's arguments: always an increment, never empty.
    ToolCallDelta {
        /// The call.
        call_id: String,
        /// The next piece of the JSON text.
        fragment: String,
    },
    /// A call is complete.
    ToolCall(Box<ToolCall>),
    /// A part of the message is complete: its pieces have been sent, and here it is once more as
    /// a whole, with its signature and the vendor's data. The parts told, in order, are
    /// [`Finish::message`].
    Part(Box<Part>),
    /// The answer cites a source.
    Citation(Box<Citation>),
    /// What was used so far: a running total.
    Usage(Box<Usage>),
    /// Something that the caller should know, and that is no error.
    Warning(Warning),
    /// The turn is complete. Once, directly before `Done`.
    Finish(Box<Finish>),
    /// The end.
    Done,
}

/// Who answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Started {
    /// The vendor's name.
    pub provider: String,
    /// The vendor's id of the reply.
    pub id: Option<String>,
    /// The model that the vendor reports.
    pub model: Option<String>,
    /// The id of the request, for the vendor's support.
    pub request_id: Option<String>,
    /// What is left of the key's rate limits.
    pub rate_limit: Option<RateLimit>,
}

/// A source that the answer cites.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Citation {
    /// The source's address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The source's title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The words that are cited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// The vendor's own record, as JSON text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub json: String,
}

/// Something that the caller should know, and that is no error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Warning {
    /// What kind of thing.
    pub kind: WarningKind,
    /// What it is about: an option's name, a part's kind, an event's name.
    pub subject: String,
    /// One plain sentence.
    pub message: String,
}

/// The kinds of warnings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum WarningKind {
    /// An option or a part of the request was left out or changed: this vendor lacks it.
    Omitted,
    /// A value was chosen that the caller would better give.
    Defaulted,
    /// The reply ended in a way that its vendor does not promise.
    Ending,
    /// The vendor itself warns.
    Vendor,
    /// Something of the answer has a price that is not known, so the turn has no cost.
    Unpriced,
}

/// How long a turn took, measured by the transport from the moment the request was sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Timing {
    /// Until the first text, reasoning, tool call, citation or finish.
    pub first_event: Option<Duration>,
    /// Until the finish.
    pub total: Duration,
}

impl Citation {
    /// A citation known only by the vendor's own record, as JSON text.
    pub fn from_json(json: impl Into<String>) -> Self {
        Self { json: json.into(), ..Self::default() }
    }
}

impl Warning {
    /// A warning.
    pub fn new(kind: WarningKind, subject: impl Into<String>, message: impl Into<String>) -> Self {
        Self { kind, subject: subject.into(), message: message.into() }
    }
}
