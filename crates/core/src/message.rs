//! Messages of a conversation.

mod content;
mod media;
mod part;
mod role;
mod vendor_data;

pub use content::Content;
pub use media::{Media, MediaSource};
pub use part::{CacheTtl, Part, PartKind, ToolResult};
pub use role::Role;
pub use vendor_data::{Opaque, Reasoning};

use serde::{Deserialize, Serialize};

/// One message of a conversation. There are no system messages: the system prompt is separate, in
/// [`ChatRequest::system`](crate::ChatRequest::system).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Who speaks.
    pub role: Role,
    /// The content.
    pub content: Content,
}

impl Message {
    /// A user message.
    pub fn user(content: impl Into<Content>) -> Self {
        Self { role: Role::User, content: content.into() }
    }

    /// An assistant message.
    pub fn assistant(content: impl Into<Content>) -> Self {
        Self { role: Role::Assistant, content: content.into() }
    }

    /// The result of the tool call `call_id`.
    pub fn tool(call_id: impl Into<String>, content: impl Into<Content>) -> Self {
        Self { role: Role::Tool, content: Part::tool_result(call_id, content).into() }
    }
}
