//! What a scripted provider answers.

use crate::Script;
use crate::laws::Item;
use kei_router_core::{LlmError, Reply, StreamEvent};

/// An answer of a [`ScriptedProvider`](super::ScriptedProvider). Scripts, texts, errors, replies and
/// lists of events turn into one.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ScriptedAnswer {
    /// What the script says, and what goes wrong in it.
    Script(Box<Script>),
    /// These items, whatever they are: no law is looked after.
    Items(Vec<Item>),
    /// This error, before a stream begins.
    Error(LlmError),
}

impl From<Script> for ScriptedAnswer {
    fn from(script: Script) -> Self {
        Self::Script(Box::new(script))
    }
}

/// A reply that is this text, one word a token.
impl From<&str> for ScriptedAnswer {
    fn from(text: &str) -> Self {
        Script::text(text).into()
    }
}

impl From<LlmError> for ScriptedAnswer {
    fn from(error: LlmError) -> Self {
        Self::Error(error)
    }
}

impl From<Reply> for ScriptedAnswer {
    fn from(reply: Reply) -> Self {
        reply.events().into()
    }
}

impl From<Vec<StreamEvent>> for ScriptedAnswer {
    fn from(events: Vec<StreamEvent>) -> Self {
        Self::Items(events.into_iter().map(Ok).collect())
    }
}

impl From<Vec<Item>> for ScriptedAnswer {
    fn from(items: Vec<Item>) -> Self {
        Self::Items(items)
    }
}
