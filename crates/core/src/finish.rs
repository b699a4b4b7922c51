//! How a turn ended.

use crate::{Message, Timing, Usage};
use serde::{Deserialize, Serialize};

/// The result of a finished turn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Finish {
    /// Why the model stopped.
    pub reason: FinishReason,
    /// The turn's usage, equal to the last `Usage` event.
    pub usage: Usage,
    /// The turn's cost in micro-cents (1 cent is 1,000,000): exact, by the model that the vendor
    /// reported and with every price factor that the response reports, rounded up once. `None` if
    /// the price or the usage is unknown, and, with a warning of the kind
    /// [`Unpriced`](crate::WarningKind::Unpriced), if a factor is.
    pub cost: Option<u128>,
    /// The vendor's name.
    pub provider: String,
    /// The model that the vendor reported, else the requested one.
    pub model: String,
    /// The vendor's id of the reply.
    pub id: Option<String>,
    /// The whole assistant turn, with signatures and opaque parts, ready to be pushed onto the
    /// history.
    pub message: Message,
    /// How long it took.
    pub timing: Timing,
}

impl Finish {
    /// The finish of a turn by this provider and model, with reason `other` and no usage, cost, id
    /// or timing. The fields can be set; for vendors the engine sets them.
    pub fn new(provider: impl Into<String>, model: impl Into<String>, message: Message) -> Self {
        Self {
            reason: FinishReason::new(FinishKind::Other, ""),
            usage: Usage::default(),
            cost: None,
            provider: provider.into(),
            model: model.into(),
            id: None,
            message,
            timing: Timing::default(),
        }
    }
}

/// Why the model stopped: a kind that is the same for every vendor, and the vendor's own word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FinishReason {
    /// The kind, the same for every vendor.
    pub kind: FinishKind,
    /// The vendor's own word, such as `end_turn`; empty if it sent none.
    pub word: String,
    /// The stop sequence that was hit, if the vendor reports it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop_sequence: Option<String>,
}

/// The kinds of reasons to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FinishKind {
    /// The model was done, or hit a stop sequence.
    Stop,
    /// The token limit, or the context window, was reached.
    Length,
    /// The model called tools and waits for their results.
    ToolUse,
    /// A content filter cut the reply.
    ContentFilter,
    /// The model refused.
    Refusal,
    /// The vendor paused a long turn: send it back to continue.
    Pause,
    /// Anything else.
    Other,
}

impl FinishReason {
    /// A reason of this kind, with the vendor's own word.
    pub fn new(kind: FinishKind, word: impl Into<String>) -> Self {
        Self { kind, word: word.into(), stop_sequence: None }
    }

    /// The kind as an identifier, the same for every vendor: `stop`, `length`, `tool_use`,
    /// `content_filter`, `refusal`, `pause` or `other`.
    pub fn as_str(&self) -> &'static str {
        self.kind.as_str()
    }
}

impl FinishKind {
    /// The kind as an identifier.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stop => "stop",
            Self::Length => "length",
            Self::ToolUse => "tool_use",
            Self::ContentFilter => "content_filter",
            Self::Refusal => "refusal",
            Self::Pause => "pause",
            Self::Other => "other",
        }
    }
}
