//! Messages of a conversation.

mod content;
mod media;
mod part;
mod role;

pub use content::Content;
pub use media::{Media, MediaSource};
pub use part::{CacheTtl, Opaque, Part, PartKind, Reasoning, ToolResult};
pub use role::Role;

use serde::{Deserialize, Serialize};

/// One message: who says what. There is no system message: the system prompt is an argument of
/// its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Who speaks.
    pub role: Role,
    /// What is said.
    pub content: Content,
}

impl Message {
    /// A message of the user.
    pub fn user(content: impl Into<Content>) -> Self {
        Self { role: Role::User, content: content.into() }
    }

    /// A message of the model.
    pub fn assistant(content: impl Into<Content>) -> Self {
        Self { role: Role::Assistant, content: content.into() }
    }

    /// The result of the tool call `call_id`.
    pub fn tool(call_id: impl Into<String>, content: impl Into<Content>) -> Self {
        Self { role: Role::Tool, content: Part::tool_result(call_id, content).into() }
    }
}
