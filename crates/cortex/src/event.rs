//! The events of an answer, as the client sees them.

use crate::error::whole_seconds;
use crate::wanted::Wanted;
use kei_router::{Finish, LlmError, Partial, StreamEvent, Usage, WarningKind};
use serde::Serialize;

/// An event of the answer. As JSON it is an object whose `type` is the variant's name.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum ClientEvent {
    Token {
        text: String,
    },
    Reasoning {
        text: String,
    },
    ToolStart {
        id: String,
        name: String,
    },
    ToolArguments {
        id: String,
        text: String,
    },
    /// A whole call; `arguments` is the exact text that the model wrote.
    ToolCall {
        id: String,
        name: String,
        arguments: String,
    },
    Warning {
        kind: WarningKind,
        subject: String,
        message: String,
    },
    /// The reply broke. `retry_after` is in seconds.
    Error {
        code: &'static str,
        message: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        retry_after: Option<u64>,
    },
    Usage(Box<UsageEvent>),
    /// The last one. `finish_reason` is `error` where the reply broke.
    Done {
        conversation_id: String,
        finish_reason: &'static str,
    },
}

/// The usage and cost of a turn. `cost_micro_cents` is null where a price or the usage is unknown,
/// and `finish_reason` where the turn broke.
#[derive(Debug, Serialize)]
pub(crate) struct UsageEvent {
    provider: Option<String>,
    model: Option<String>,
    finish_reason: Option<&'static str>,
    usage: Usage,
    cost_micro_cents: Option<u64>,
}

impl ClientEvent {
    /// What a client sees of an event that is neither the turn's finish nor its end, if it wants
    /// to.
    pub(crate) fn of(event: StreamEvent, wanted: Wanted) -> Option<Self> {
        match event {
            StreamEvent::Token(text) => Some(Self::Token { text }),
            StreamEvent::Reasoning(text) => wanted.reasoning.then_some(Self::Reasoning { text }),
            StreamEvent::ToolCallStart { call_id: id, name } => {
                wanted.tools.then_some(Self::ToolStart { id, name })
            }
            StreamEvent::ToolCallDelta { call_id: id, fragment: text } => {
                wanted.tools.then_some(Self::ToolArguments { id, text })
            }
            StreamEvent::ToolCall(call) => wanted.tools.then_some(Self::ToolCall {
                id: call.call_id,
                name: call.name,
                arguments: call.arguments,
            }),
            StreamEvent::Warning(warning) => wanted.warning.then_some(Self::Warning {
                kind: warning.kind,
                subject: warning.subject,
                message: warning.message,
            }),
            _ => None,
        }
    }

    pub(crate) fn error(error: &LlmError) -> Self {
        Self::Error {
            code: error.kind().as_str(),
            message: error.to_string(),
            retry_after: error.retry_after().map(whole_seconds),
        }
    }
}

impl UsageEvent {
    pub(crate) fn whole(finish: &Finish) -> Self {
        Self {
            finish_reason: Some(finish.reason.as_str()),
            provider: Some(finish.provider.clone()),
            model: Some(finish.model.clone()),
            usage: finish.usage,
            cost_micro_cents: finish.cost.map(micro_cents),
        }
    }

    /// Of a reply that broke; `None` where nothing was told.
    pub(crate) fn broken(partial: &Partial, provider: Option<&str>) -> Option<Self> {
        (!partial.usage.is_unknown()).then(|| Self {
            finish_reason: None,
            provider: provider.map(str::to_owned),
            model: partial.model.clone(),
            usage: partial.usage,
            cost_micro_cents: partial.cost.map(micro_cents),
        })
    }
}

/// A cost as JSON has it: no reply costs more than a `u64` holds, which is 184 billion dollars.
pub(crate) fn micro_cents(cost: u128) -> u64 {
    u64::try_from(cost).unwrap_or(u64::MAX)
}
