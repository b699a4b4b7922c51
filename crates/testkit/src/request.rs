//! A request as it was seen on the other side of the wire.

use crate::json::{items, text};
use bytes::Bytes;
use http::{HeaderMap, Method, Uri};
use serde_json::Value;
use std::fmt;

/// A request as a simulator or a replay saw it. `Debug` shows names and sizes, never a key,
/// a query or a prompt.
#[derive(Clone)]
#[non_exhaustive]
pub struct SimRequest {
    /// The method.
    pub method: Method,
    /// The target: a path for a simulator, the whole URL for a replay.
    pub uri: Uri,
    /// The headers.
    pub headers: HeaderMap,
    /// The body's bytes.
    pub body: Bytes,
    /// The body as JSON; `Null` where it is none.
    pub json: Value,
    /// Which connection it came over, counted from 1; 0 for a replay.
    pub connection: u64,
    /// The rule that it broke; `None` where the script answered it.
    pub refused: Option<String>,
}

impl SimRequest {
    pub(crate) fn new(method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Self {
        let json = serde_json::from_slice(&body).unwrap_or_default();
        Self { method, uri, headers, body, json, connection: 0, refused: None }
    }

    /// A header's value, where it is there and is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The path, without the query.
    pub fn path(&self) -> &str {
        self.uri.path()
    }

    /// The number of messages in the conversation; of items, in a format that has those.
    pub fn messages(&self) -> usize {
        self.conversation().len()
    }

    /// The text of the last message whose role is `user`; tool results are not text.
    pub fn last_user_text(&self) -> Option<String> {
        if let Some(Value::String(input)) = self.json.get("input") {
            return Some(input.clone());
        }
        let is_user = |message: &&Value| text(message, "role") == "user";
        let message = self.conversation().iter().rev().find(is_user)?;
        match message.get("content")? {
            Value::String(text) => Some(text.clone()),
            Value::Array(parts) => Some(parts.iter().map(|part| text(part, "text")).collect()),
            _ => None,
        }
    }

    /// Whether the conversation ends with the result of a tool: the turn that follows is the
    /// answer to a call.
    pub fn ends_with_tool_result(&self) -> bool {
        let is_result = |value: &Value| match (text(value, "role"), text(value, "type")) {
            ("tool", _) => true,
            (_, kind) => kind == "tool_result" || kind.ends_with("_output"),
        };
        let last = self.conversation().last();
        let parts = last.map(|last| items(last, "content")).unwrap_or_default();
        last.is_some_and(is_result) || parts.iter().any(is_result)
    }

    /// How many turns the model has had. What stands together is one turn: a message, or the
    /// items that it consists of.
    pub(crate) fn turns_of_the_model(&self) -> usize {
        let models = |item: &Value| match item.get("role") {
            Some(role) => role == "assistant",
            None => !text(item, "type").ends_with("_output"),
        };
        let turns = self.conversation().chunk_by(|one, next| models(one) == models(next));
        turns.filter(|turn| turn.first().is_some_and(models)).count()
    }

    /// The messages, or the items.
    fn conversation(&self) -> &[Value] {
        let name = if self.json.get("input").is_some() { "input" } else { "messages" };
        items(&self.json, name)
    }
}

impl fmt::Debug for SimRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SimRequest")
            .field("method", &self.method)
            .field("path", &self.path())
            .field(
                "headers",
                &self.headers.keys().map(http::HeaderName::as_str).collect::<Vec<_>>(),
            )
            .field("body_bytes", &self.body.len())
            .field("connection", &self.connection)
            .field("refused", &self.refused)
            .finish_non_exhaustive()
    }
}
