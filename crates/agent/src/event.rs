//! The events of a run.

use crate::AgentError;
use futures_util::Stream;
use kei_router_core::{Finish, Message, Spent, StreamEvent, ToolResult};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::pin::Pin;

/// A run: its events, ended by [`AgentEvent::Finish`] or by one error. Dropping it stops the
/// model and the tools.
pub type AgentStream = Pin<Box<dyn Stream<Item = Result<AgentEvent, AgentError>> + Send>>;

/// An event of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
#[non_exhaustive]
pub enum AgentEvent {
    /// An event of the turn that the model is in: all but `Done`, which is `Finish` here.
    Model(StreamEvent),
    /// A tool has answered. Results come as the tools end.
    ToolResult(ToolResult),
    /// The run is over. Last, and once.
    Finish(Box<AgentFinish>),
}

/// The whole of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AgentFinish {
    /// The whole conversation, the request's messages included, ready to be gone on with.
    pub messages: Vec<Message>,
    /// The finish of the last turn.
    pub finish: Finish,
    /// What all turns used and cost.
    pub spent: Spent,
}

impl AgentFinish {
    /// The text of the last turn.
    pub fn text(&self) -> Cow<'_, str> {
        self.finish.message.content.text()
    }
}
