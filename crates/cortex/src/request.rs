//! What a client sends to `/chat`.

use crate::error::ApiError;
use axum::http::StatusCode;
use kei_router::{ChatRequest, Message};
use serde::Deserialize;

/// The longest message, in characters.
const MESSAGE_CHARS: usize = 50_000;

/// The query of `/chat`.
#[derive(Deserialize)]
pub(crate) struct ChatQuery {
    /// `NAME` or `NAME/MODEL`; the default provider where it is missing.
    pub(crate) provider: Option<String>,
    /// `usage` asks for a usage event before `done`.
    pub(crate) events: Option<String>,
}

impl ChatQuery {
    /// Whether the client asks for a usage event.
    pub(crate) fn wants_usage(&self) -> bool {
        self.events.as_deref().is_some_and(|events| events.split(',').any(|word| word == "usage"))
    }
}

/// The body of `/chat`. Unknown members are passed over.
#[derive(Deserialize)]
pub(crate) struct ChatBody {
    message: String,
    #[serde(default)]
    system: Option<String>,
    #[serde(default)]
    history: Vec<Message>,
    /// The client's own id of the conversation.
    #[serde(default)]
    pub(crate) conversation_id: Option<String>,
}

impl ChatBody {
    /// The request that it asks for: the history, then the message as the user's.
    pub(crate) fn into_request(self) -> Result<ChatRequest, ApiError> {
        if self.message.trim().is_empty() {
            return Err(ApiError::bad_request("the message is empty"));
        }
        if self.message.chars().nth(MESSAGE_CHARS).is_some() {
            let message = format!("the message is over {MESSAGE_CHARS} characters");
            return Err(ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, message));
        }
        let request = ChatRequest::new(self.history).message(Message::user(self.message));
        Ok(request.system(self.system.unwrap_or_default()))
    }
}
