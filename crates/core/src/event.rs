//! The events of a stream.

use crate::{Finish, Part, RateLimit, ToolCall, Usage};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// An event of a stream. Serialized as `{"type":"token","data":"Hello"}`.
///
/// Large, rare variants are boxed, so that an event is at most 64 bytes.
///
/// ```
/// use kei_router_core::StreamEvent;
///
/// fn show(event: StreamEvent) {
///     match event {
///         StreamEvent::Token(text) => print!("{text}"),
///         StreamEvent::ToolCall(call) => println!("{}: {}", call.name, call.json()),
///         StreamEvent::Finish(finish) => println!("{:?}, {:?}", finish.usage, finish.cost),
///         _ => {} // more kinds may be added
///     }
/// }
/// # show(StreamEvent::Done);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
#[non_exhaustive]
pub enum StreamEvent {
    /// The response has begun. The first event, sent once.
    Started(Box<Started>),
    /// A piece of the reply's text. Never empty.
    Token(String),
    /// A piece of the model's reasoning. Never empty.
    Reasoning(String),
    /// The model begins a tool call.
    ToolCallStart {
        /// The call.
        call_id: String,
        /// The tool.
        name: String,
    },
    /// A piece of a tool call's arguments: always an increment, never empty.
    ToolCallDelta {
        /// The call.
        call_id: String,
        /// The next piece of the JSON text.
        fragment: String,
    },
    /// A tool call is complete.
    ToolCall(Box<ToolCall>),
    /// A part of the message is complete. Its pieces have been sent before; this is the whole part,
    /// with its signature and the vendor's data. All parts in order are [`Finish::message`].
    Part(Box<Part>),
    /// The reply cites a source.
    Citation(Box<Citation>),
    /// The usage so far: a running total.
    Usage(Box<Usage>),
    /// Something that the caller should know, but that is not an error.
    Warning(Warning),
    /// The turn is complete. Sent once, directly before `Done`.
    Finish(Box<Finish>),
    /// The end of the stream.
    Done,
}

/// Who is responding.
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
    /// The state of the key's rate limits.
    pub rate_limit: Option<RateLimit>,
}

/// A source that the reply cites.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Citation {
    /// The source's URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The source's title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The quoted text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// The vendor's own record, as JSON text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub json: String,
}

/// Something that the caller should know, but that is not an error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Warning {
    /// What kind of thing.
    pub kind: WarningKind,
    /// What it is about: the name of an option, a kind of part, the name of an event.
    pub subject: String,
    /// One sentence.
    pub message: String,
}

/// The kinds of warnings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum WarningKind {
    /// An option or a part of the request was omitted or changed because the vendor lacks it.
    Omitted,
    /// A value was chosen that the caller should set.
    Defaulted,
    /// The reply ended in a way that the vendor does not document.
    Ending,
    /// A warning from the vendor.
    Vendor,
    /// Some part of the cost is unknown, so the turn has no cost.
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
    /// A citation with only the vendor's own record, as JSON text.
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
