//! How a run can fail.

use kei_router_core::{LlmError, Message, Spent};
use std::error::Error;
use std::fmt;

/// A run that did not reach its end, with what it had reached.
pub struct AgentError(Box<Detail>);

struct Detail {
    reason: AgentReason,
    messages: Vec<Message>,
    spent: Spent,
}

/// Why a run ended.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum AgentReason {
    /// A turn of the model failed.
    Model(LlmError),
    /// The model still called tools in the last turn that it may have.
    MaxTurns(u32),
}

impl AgentError {
    pub(crate) fn new(reason: AgentReason, messages: Vec<Message>, spent: Spent) -> Self {
        Self(Box::new(Detail { reason, messages, spent }))
    }

    pub(crate) fn without_end() -> Self {
        let error = LlmError::truncated("the run ended without a finish");
        Self::new(AgentReason::Model(error), Vec::new(), Spent::default())
    }

    /// Why.
    pub fn reason(&self) -> &AgentReason {
        &self.0.reason
    }

    /// The model's error, if it was one. What had arrived of the turn is its
    /// [`partial`](LlmError::partial).
    pub fn llm_error(&self) -> Option<&LlmError> {
        match &self.0.reason {
            AgentReason::Model(error) => Some(error),
            AgentReason::MaxTurns(_) => None,
        }
    }

    /// The conversation up to the turn that failed. It can be sent again.
    pub fn messages(&self) -> &[Message] {
        &self.0.messages
    }

    /// What all turns used and cost, with what is known of the one that broke.
    pub fn spent(&self) -> Spent {
        self.0.spent
    }
}

impl fmt::Display for AgentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.reason {
            AgentReason::Model(error) => fmt::Display::fmt(error, f),
            AgentReason::MaxTurns(turns) => {
                write!(f, "the model still calls tools after {turns} turns")
            }
        }
    }
}

/// Like `Display`, it shows no prompt and nothing of a reply.
impl fmt::Debug for AgentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AgentError")
            .field("reason", &self.0.reason)
            .field("messages", &self.0.messages.len())
            .field("spent", &self.0.spent)
            .finish()
    }
}

impl Error for AgentError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.llm_error().and_then(Error::source)
    }
}

impl From<AgentError> for AgentReason {
    fn from(error: AgentError) -> Self {
        error.0.reason
    }
}
