//! What a client sends to `/chat`.

mod content;
mod history;
mod options;
mod part;
mod reject;

use crate::error::ApiError;
use crate::wanted::Wanted;
use axum::http::StatusCode;
use history::Entry;
use kei_router::{ChatRequest, Message, ReasoningConfig, Tool};
use options::{Reasoning, ToolGiven};
use serde::Deserialize;

/// The longest message, in characters. Escaped as clumsily as JSON allows it fits into a body.
const MESSAGE_CHARS: usize = 2_500_000;

/// The query of `/chat`.
#[derive(Deserialize)]
pub(crate) struct ChatQuery {
    provider: Option<String>,
    events: Option<String>,
}

impl ChatQuery {
    /// The provider that is asked for, as `NAME` or `NAME/MODEL`.
    ///
    /// # Errors
    /// 400 where it is named by nothing.
    pub(crate) fn provider<'a>(&'a self, default: &'a str) -> Result<&'a str, ApiError> {
        match self.provider.as_deref() {
            Some("") => Err(ApiError::empty_provider()),
            given => Ok(given.unwrap_or(default)),
        }
    }

    /// The events that it asks for.
    pub(crate) fn wanted(&self) -> Result<Wanted, ApiError> {
        Wanted::parse(self.events.as_deref().unwrap_or_default())
    }
}

/// The body of `/chat`. Unknown members are passed over, but for those of the history: what was
/// said is read, or refused.
#[derive(Deserialize)]
pub(crate) struct ChatBody {
    message: String,
    system: Option<String>,
    history: Option<Vec<Entry>>,
    /// The client's own id of the conversation.
    pub(crate) conversation_id: Option<String>,
    max_tokens: Option<u64>,
    temperature: Option<f64>,
    reasoning: Option<Reasoning>,
    tools: Option<Vec<ToolGiven>>,
}

impl ChatBody {
    /// # Errors
    /// 400 where it is no JSON, 422 where a member is not what it should be.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, ApiError> {
        let mut json = serde_json::Deserializer::from_slice(bytes);
        let body = serde_path_to_error::deserialize(&mut json).map_err(|e| reject::reject(&e))?;
        json.end().map_err(|_| reject::no_json())?;
        Ok(body)
    }

    /// The request that it asks for: the history, then the message as the user's.
    pub(crate) fn into_request(self) -> Result<ChatRequest, ApiError> {
        if self.message.trim().is_empty() {
            return Err(ApiError::bad_request("the message is empty"));
        }
        if self.message.chars().nth(MESSAGE_CHARS).is_some() {
            let message = format!("the message is over {MESSAGE_CHARS} characters");
            return Err(ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, message));
        }
        let history = self.history.unwrap_or_default().into_iter().map(|entry| entry.0);
        let messages: Vec<Message> = history.chain([Message::user(self.message)]).collect();
        let tools: Vec<Tool> =
            self.tools.unwrap_or_default().into_iter().map(|tool| tool.0).collect();
        let mut request = ChatRequest::new(messages).system(self.system.unwrap_or_default());
        request.tools = tools.into();
        request.max_tokens = self.max_tokens;
        request.temperature = self.temperature;
        request.reasoning = self.reasoning.map(ReasoningConfig::from);
        Ok(request)
    }
}
