//! A request as it was seen on the other side of the wire.

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

    /// The number of messages in the conversation.
    pub fn messages(&self) -> usize {
        self.json.get("messages").and_then(Value::as_array).map_or(0, Vec::len)
    }

    /// The text of the last message whose role is `user`; tool results are not text.
    pub fn last_user_text(&self) -> Option<String> {
        let messages = self.json.get("messages")?.as_array()?;
        let is_user = |message: &&Value| message.get("role").is_some_and(|role| role == "user");
        let content = messages.iter().rev().find(is_user)?.get("content")?;
        match content {
            Value::String(text) => Some(text.clone()),
            Value::Array(parts) => {
                let text = |part: &Value| part.get("text")?.as_str().map(str::to_owned);
                Some(parts.iter().filter_map(text).collect())
            }
            _ => None,
        }
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
