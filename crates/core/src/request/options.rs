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
    /// The model decides.
    Auto,
    /// The model must not call a tool.
    None,
    /// The model must call some tool.
    Required,
    /// The model must call the tool with this name.
    Tool(String),
}

/// How much a model should reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ReasoningConfig {
    /// No reasoning. Omitted with a warning for models that always reason.
    Off,
    /// Reasoning by effort.
    Effort(ReasoningEffort),
    /// Up to this many tokens of reasoning. Supported by Anthropic's models up to 4.6, at least
    /// 1,024 and less than `max_tokens`; elsewhere omitted with a warning.
    Budget(u64),
}

/// How much effort to put into reasoning.
///
/// What a model lacks becomes the next higher effort that it has, else its highest one, with a
/// [`Warning`](crate::Warning). The levels are the vendors' own words where they have them:
/// OpenAI's `reasoning.effort`, Anthropic's `output_config.effort`, Kimi's K3. Anthropic's models
/// before 4.6 get a budget instead: 1,024 tokens for `Minimal`, then 4,096, 8,192, 16,384, and
/// 32,768 for `XHigh` and `Max`. Kimi's K2 models reason at any effort in the same way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ReasoningEffort {
    /// `minimal`: the least.
    Minimal,
    /// `low`.
    Low,
    /// `medium`.
    Medium,
    /// `high`.
    High,
    /// `xhigh`.
    XHigh,
    /// `max`: the most.
    Max,
}

/// The format of the reply. As JSON:
/// `{"type":"json_schema","name":"..","schema":{..},"strict":true}`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
pub enum ResponseFormat {
    /// Plain text.
    Text,
    /// Any JSON object. The prompt should ask for JSON too. Anthropic needs a schema: without one
    /// this is omitted with a warning.
    #[serde(rename = "json_object")]
    Json,
    /// JSON that matches a schema.
    JsonSchema {
        /// A name for the schema: up to 64 letters, digits, `_` and `-`.
        name: String,
        /// The JSON schema, an object's.
        schema: Value,
        /// Whether the vendor should enforce the schema. Vendors enforce only a subset of JSON
        /// Schema, to which the schema is fitted: every object gets `additionalProperties: false`;
        /// OpenAI requires every property, so optional ones become nullable; Anthropic accepts no
        /// bounds and patterns, which move into descriptions. A [`Warning`](crate::Warning) names
        /// every change of meaning. Without `strict` the schema is a hint; Anthropic always enforces it.
        strict: bool,
    },
}

/// What to do with an option that a vendor lacks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OnUnsupported {
    /// Fail with `BadRequest` before anything is sent.
    Error,
    /// Omit the option, with a [`Warning`](crate::Warning). The default.
    #[default]
    Warn,
    /// Omit the option silently.
    Drop,
}

/// Timeouts of a request. Where the request's value is `None` the provider's applies, then the
/// default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Timeouts {
    /// From the request until the headers of the response. 60 s by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handshake: Option<Duration>,
    /// Between two chunks of the response; comments count as chunks. 300 s by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idle: Option<Duration>,
    /// For the whole exchange, from the request to the end of the reply. Unlimited by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<Duration>,
}

impl ReasoningEffort {
    /// The effort as most vendors write it: `minimal`, `low`, `medium`, `high`, `xhigh` or `max`.
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
    /// The format as an identifier: `text`, `json_object` or `json_schema`.
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
    /// The default handshake timeout.
    pub const HANDSHAKE: Duration = Duration::from_secs(60);
    /// The default idle timeout.
    pub const IDLE: Duration = Duration::from_secs(300);

    /// Sets the time until the headers of the response.
    pub fn handshake(mut self, budget: Duration) -> Self {
        self.handshake = Some(budget);
        self
    }

    /// Sets the time between two chunks of the response.
    pub fn idle(mut self, budget: Duration) -> Self {
        self.idle = Some(budget);
        self
    }

    /// Sets the time for the whole exchange.
    pub fn total(mut self, budget: Duration) -> Self {
        self.total = Some(budget);
        self
    }

    /// The remaining timeouts after `spent`.
    pub(crate) fn less(mut self, spent: Duration) -> Self {
        let handshake = self.handshake.unwrap_or(Self::HANDSHAKE);
        self.handshake = Some(handshake.saturating_sub(spent));
        self.total = self.total.map(|total| total.saturating_sub(spent));
        self
    }

    /// These timeouts, with `next` filling in those that are `None`.
    pub fn or(self, next: Self) -> Self {
        Self {
            handshake: self.handshake.or(next.handshake),
            idle: self.idle.or(next.idle),
            total: self.total.or(next.total),
        }
    }
}
