//! The options of a request.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;
use std::time::Duration;

/// Whether the model must call a tool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ToolChoice {
    /// As it likes.
    Auto,
    /// It must not.
    None,
    /// It must call one.
    Required,
    /// It must call this one.
    Tool(String),
}

/// How much a model should reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ReasoningConfig {
    /// Not at all.
    Off,
    /// By effort.
    Effort(ReasoningEffort),
    /// Up to this many tokens.
    Budget(u64),
}

/// How much effort to reason with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ReasoningEffort {
    /// As little as there is.
    Minimal,
    /// Little.
    Low,
    /// Some.
    Medium,
    /// Much.
    High,
    /// More.
    XHigh,
    /// As much as there is.
    Max,
}

/// The form of a reply. As JSON: `{"type":"json_schema","name":"..","schema":{..},"strict":true}`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
pub enum ResponseFormat {
    /// Text.
    Text,
    /// Any JSON object.
    #[serde(rename = "json_object")]
    Json,
    /// JSON that fits a schema.
    JsonSchema {
        /// A name for the schema: letters, digits, `_` and `-`.
        name: String,
        /// The schema.
        schema: Value,
        /// Whether the vendor must hold the model to it. Strict schemas have vendors' own rules.
        strict: bool,
    },
}

/// What to do with an option that a vendor lacks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OnUnsupported {
    /// Refuse the request.
    Error,
    /// Leave the option out, and say so in a `Warning`.
    #[default]
    Warn,
    /// Leave the option out.
    Drop,
}

/// Budgets of time. `None` means the next one's word: the request's, then the provider's, then the
/// default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Timeouts {
    /// From the request until the headers of the answer. 60 s by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handshake: Option<Duration>,
    /// Between two pieces of the answer; comments count. 300 s by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idle: Option<Duration>,
    /// For the whole exchange. None by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<Duration>,
}

impl ReasoningEffort {
    /// The effort's word, as most vendors write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Minimal => "minimal",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::XHigh => "xhigh",
            Self::Max => "max",
        }
    }
}

impl ResponseFormat {
    /// The form's word: `text`, `json_object` or `json_schema`.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json_object",
            Self::JsonSchema { .. } => "json_schema",
        }
    }
}

impl fmt::Debug for ResponseFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Timeouts {
    /// The default handshake budget.
    pub const HANDSHAKE: Duration = Duration::from_secs(60);
    /// The default idle budget.
    pub const IDLE: Duration = Duration::from_secs(300);

    /// With this budget until the headers of the answer.
    pub fn handshake(mut self, budget: Duration) -> Self {
        self.handshake = Some(budget);
        self
    }

    /// With this budget between two pieces of the answer.
    pub fn idle(mut self, budget: Duration) -> Self {
        self.idle = Some(budget);
        self
    }

    /// With this budget for the whole exchange.
    pub fn total(mut self, budget: Duration) -> Self {
        self.total = Some(budget);
        self
    }

    /// What is left of them when so much time is `spent`.
    pub(crate) fn less(mut self, spent: Duration) -> Self {
        let handshake = self.handshake.unwrap_or(Self::HANDSHAKE);
        self.handshake = Some(handshake.saturating_sub(spent));
        self.total = self.total.map(|total| total.saturating_sub(spent));
        self
    }

    /// These, and what they leave open from `next`.
    pub fn or(self, next: Self) -> Self {
        Self {
            handshake: self.handshake.or(next.handshake),
            idle: self.idle.or(next.idle),
            total: self.total.or(next.total),
        }
    }
}
