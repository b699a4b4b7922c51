//! The plain extraction: what a recording says, read without any decoder of ours.
//!
//! It is written apart from the decoders on purpose, on whole bodies and on `serde_json::Value`,
//! and takes other ways where there are any: Responses from the finished output and not from the
//! pieces, and reasoning tokens that are counted apart from the total.

mod anthropic;
mod chat;
mod kinds;
mod parts;
mod responses;

pub(crate) use kinds::{expected_kind, finish_kind};
pub(crate) use parts::{ExtractedPart, attached};

use super::protocol::Protocol;
use kei_router::Usage;
use serde_json::Value;

/// What a recording says.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Extracted {
    pub(crate) text: String,
    pub(crate) reasoning: String,
    pub(crate) calls: Vec<ExtractedCall>,
    pub(crate) usage: Usage,
    /// The vendor's word for why the model stopped.
    pub(crate) finish: Option<String>,
    /// Whether the text has a refusal in it.
    pub(crate) refused: bool,
    pub(crate) end: End,
    /// Whether the finished text is another than its pieces: what was streamed cannot be taken
    /// back, so that the pieces count.
    pub(crate) contradicts: bool,
    /// Whether a tool that the vendor defines, and the caller runs, waits for its result.
    pub(crate) waits: bool,
    /// The parts of the whole message, without media; `None` where they are not extracted.
    pub(crate) parts: Option<Vec<ExtractedPart>>,
    /// What the vendor wants back beside the messages.
    pub(crate) state: Value,
}

/// A tool call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ExtractedCall {
    /// The vendor's id; empty where it sent none.
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) arguments: String,
}

/// How a recording ends.
#[derive(Debug, Default, PartialEq)]
pub(crate) enum End {
    /// Before any proof that the reply is whole.
    #[default]
    Truncated,
    Clean,
    /// With an error.
    Error(Value),
    /// With a payload that is no JSON.
    Corrupt,
}

/// An event of a stream: its name, and its data.
pub(crate) struct Payload {
    pub(crate) event: String,
    pub(crate) data: String,
}

/// What a recorded stream says.
pub(crate) fn read(protocol: Protocol, body: &[u8]) -> Extracted {
    let (mut payloads, stray) = payloads(body);
    payloads.retain(|payload| payload.is_json() || is_known(protocol, payload));
    let mut extracted = match protocol {
        Protocol::AnthropicMessages => anthropic::read(&payloads),
        Protocol::ChatCompletions => chat::read(&payloads),
        Protocol::Responses => responses::read(&payloads),
    };
    // GPUStack says what went wrong in a field named `error`, which is no event.
    if let (End::Truncated, Some(error)) = (&extracted.end, stray) {
        extracted.end = End::Error(error);
    }
    extracted
}

/// The events of a body, and the error in a line that is part of none.
pub(crate) fn payloads(body: &[u8]) -> (Vec<Payload>, Option<Value>) {
    let text = String::from_utf8_lossy(body).replace("\r\n", "\n").replace('\r', "\n");
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut stray = None;
    let mut payloads = Vec::new();
    for block in text.split_inclusive("\n\n") {
        let field = |name: &str| {
            let values = block.lines().filter_map(|line| line.strip_prefix(name));
            let values = values.map(|value| value.strip_prefix(' ').unwrap_or(value));
            values.collect::<Vec<_>>().join("\n")
        };
        stray = stray.or_else(|| serde_json::from_str(&field("error:")).ok());
        let (event, data) = (field("event:"), field("data:"));
        // What no blank line ends was cut, and is no event.
        if !data.is_empty() && block.ends_with("\n\n") {
            payloads.push(Payload { event, data });
        }
    }
    (payloads, stray)
}

impl Payload {
    fn is_json(&self) -> bool {
        serde_json::from_str::<Value>(&self.data).is_ok()
    }
}

/// Whether the payload of an event must be JSON, or the marker of the end: it is one that the wire
/// knows. Others may hold anything.
fn is_known(protocol: Protocol, payload: &Payload) -> bool {
    let name = payload.event.as_str();
    match protocol {
        Protocol::AnthropicMessages if payload.data.trim() == "[DONE]" => false,
        Protocol::AnthropicMessages if name.starts_with("content_block_") => true,
        Protocol::AnthropicMessages => name.is_empty() || name.starts_with("message"),
        Protocol::ChatCompletions => matches!(name, "" | "message" | "error"),
        Protocol::Responses => {
            matches!(name, "" | "message" | "error") || name.starts_with("response.")
        }
    }
}

/// A text in an object; empty where there is none.
fn text<'a>(object: &'a Value, key: &str) -> &'a str {
    object.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The list in an object.
fn list<'a>(object: &'a Value, key: &str) -> &'a [Value] {
    object.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The count of this name, however deep in an object it stands.
fn count(value: &Value, name: &str) -> Option<u64> {
    let members = value.as_object()?;
    let here = members.get(name).and_then(Value::as_u64);
    here.or_else(|| members.values().find_map(|member| count(member, name)))
}

/// The last word on a count holds, zero included.
fn replace(old: &mut Option<u64>, new: Option<u64>) {
    *old = new.or(*old);
}
