//! Which protocol a recording speaks: told by the manifest, by the URL, or by the body.

use super::extract::payloads;
use super::manifest::{Form, Recording};
use serde_json::Value;

/// A protocol that there is a decoder for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Protocol {
    AnthropicMessages,
    ChatCompletions,
    Responses,
}

const DECODED: [Protocol; 3] =
    [Protocol::AnthropicMessages, Protocol::ChatCompletions, Protocol::Responses];

/// Protocols without a decoder: what their URLs contain, what their payloads have, their names.
const FOREIGN: [(&str, &str, &str); 6] = [
    ("/converse", "messageStart", "bedrock-converse"),
    ("/model/", "contentBlockDelta", "bedrock-converse"),
    ("enerateContent", "candidates", "gemini-generate-content"),
    ("/interactions", "interaction", "gemini-interactions"),
    ("/api/chat", "done", "ollama-chat"),
    ("/v2/chat", "delta", "cohere-chat"),
];

impl Protocol {
    /// The protocol of a recording; the name of one without a decoder.
    pub(crate) fn of(recording: &Recording) -> Result<Self, String> {
        let entry = &recording.entry;
        if let Some(format) = &entry.format {
            let known = DECODED.into_iter().find(|protocol| protocol.format() == format);
            return known.ok_or_else(|| format.clone());
        }
        let uri = entry.uri.split(['?', '#']).next().unwrap_or_default();
        let payload = first_payload(recording);
        let known = if uri.is_empty() { Self::by_payload(&payload) } else { Self::by_path(uri) };
        known.filter(|_| recording.form != Form::Foreign).ok_or_else(|| {
            let has = |key: &str| payload.get(key).is_some();
            let named = FOREIGN
                .iter()
                .find(|(part, key, _)| uri.contains(part) || (uri.is_empty() && has(key)));
            named.map_or_else(|| entry.provider.clone(), |(_, _, name)| (*name).to_owned())
        })
    }

    /// The wire's format.
    pub(crate) fn format(self) -> &'static str {
        match self {
            Self::AnthropicMessages => "anthropic-messages",
            Self::ChatCompletions => "chat-completions",
            Self::Responses => "responses",
        }
    }

    fn by_path(path: &str) -> Option<Self> {
        let segments: Vec<&str> = path.split('/').collect();
        if segments.ends_with(&["chat", "completions"]) {
            Some(Self::ChatCompletions)
        } else if segments.ends_with(&["messages"]) {
            Some(Self::AnthropicMessages)
        } else {
            // What follows is the id of a response that is taken up again.
            segments.contains(&"responses").then_some(Self::Responses)
        }
    }

    fn by_payload(payload: &Value) -> Option<Self> {
        match payload.get("type").and_then(Value::as_str) {
            Some("message_start") => Some(Self::AnthropicMessages),
            Some(kind) if kind.starts_with("response.") => Some(Self::Responses),
            _ => payload.get("choices").is_some().then_some(Self::ChatCompletions),
        }
    }
}

fn first_payload(recording: &Recording) -> Value {
    let (payloads, _) = payloads(&recording.body);
    let mut read = payloads.iter().filter_map(|payload| serde_json::from_str(&payload.data).ok());
    read.next().unwrap_or_default()
}
