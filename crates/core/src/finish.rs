//! How a turn ended.

use crate::{Message, Timing, Usage};
use serde::{Deserialize, Serialize};

/// The whole of a finished turn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Finish {
    /// Why the model stopped.
    pub reason: FinishReason,
    /// The turn's usage: the same as the last `Usage` event's.
    pub usage: Usage,
    /// The turn's price in micro-cents: exact, by the model that the vendor reported and with
    /// every factor that the answer tells, rounded up once. `None` where the price or the usage is
    /// unknown, and, with a warning of the kind [`Unpriced`](crate::WarningKind::Unpriced), where
    /// a factor is.
    pub cost: Option<u128>,
    /// The vendor's name.
    pub provider: String,
    /// The model that the vendor reported, else the one that was asked for.
    pub model: String,
    /// The vendor's id of the reply.
    pub id: Option<String>,
    /// The whole assistant turn, signatures and opaque parts included, ready to be pushed onto
    /// the history.
    pub message: Message,
    /// How long it took.
    pub timing: Timing,
}

impl Finish {
    /// The finish of a turn by this provider and model: reason `other`, nothing known of usage,
    /// cost, id and time. The fields can be set; a vendor's are set by the engine.
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

/// Why the model stopped: one of a few kinds, and the vendor's own word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FinishReason {
    /// The kind, the same for every vendor.
    pub kind: FinishKind,
    /// The vendor's own word; empty where it sent none.
    pub word: String,
    /// The stop sequence that was met, where the vendor says which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop_sequence: Option<String>,
}

/// The kinds of reasons to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FinishKind {
    /// The model was done, or met a stop sequence.
    Stop,
    /// The limit of tokens, or the context window, was reached.
    Length,
    /// The model calls tools and waits for their results.
    ToolUse,
    /// A filter cut the reply.
    ContentFilter,
    /// The model refused.
    Refusal,
    /// The vendor paused a long turn: send it again to go on.
    Pause,
    /// Anything else.
    Other,
}

impl FinishReason {
    /// A reason of `kind`, for which the vendor says `word`.
    pub fn new(kind: FinishKind, word: impl Into<String>) -> Self {
        Self { kind, word: word.into(), stop_sequence: None }
    }

    /// The kind's word, the same for every vendor: `stop`, `length`, `tool_use`,
    /// `content_filter`, `refusal`, `pause` or `other`.
    pub fn as_str(&self) -> &'static str {
        self.kind.as_str()
    }
}

impl FinishKind {
    /// The kind's word.
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
