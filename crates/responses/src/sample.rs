//! A plain vendor for the tests: what it is sent, and what it makes of replayed responses.

use crate::{Dialect, Responses};
use kei_router_core::codec::{Codec, Descriptor, Endpoint, Target};
use kei_router_core::engine::{Reader, Reading};
use kei_router_core::{ChatRequest, ErrorKind, LlmError, Message, PartKind, StreamEvent, Warning};
use serde_json::Value;
use std::sync::Arc;

/// A vendor of this dialect.
pub(crate) fn vendor(dialect: Dialect) -> Responses {
    let descriptor =
        Descriptor::new("plain", "https://plain.example/v1", crate::wire()).with_default_model("m");
    Responses::new(descriptor, dialect)
}

/// The body that a request becomes, and its warnings.
pub(crate) fn written(
    vendor: &Responses,
    request: &ChatRequest,
) -> Result<(Value, Vec<Warning>), LlmError> {
    let endpoint = Endpoint::resolve(&vendor.descriptor.base_url, &vendor.descriptor)?;
    let target = Target::new(&endpoint, "m");
    let encoded = vendor.encode(request, &target)?;
    assert_eq!(encoded.request.uri(), "https://plain.example/v1/responses");
    Ok((serde_json::from_slice(encoded.request.body()).unwrap(), encoded.warnings))
}

/// What an answer told, for short assertions.
pub(crate) trait Told {
    /// The parts of the message.
    fn parts(&self) -> Vec<&PartKind>;

    /// The events in short: `T:text`, `R:reasoning`, `+id name`, `id<fragment`, `id=arguments`,
    /// `!subject of a warning`.
    fn told(&self) -> Vec<String>;
}

impl Told for Reading {
    fn parts(&self) -> Vec<&PartKind> {
        let finish = self.finish().unwrap();
        finish.message.content.parts().iter().map(|part| &part.kind).collect()
    }

    fn told(&self) -> Vec<String> {
        self.events.iter().filter_map(short).collect()
    }
}

fn short(event: &StreamEvent) -> Option<String> {
    Some(match event {
        StreamEvent::Token(text) => format!("T:{text}"),
        StreamEvent::Reasoning(text) => format!("R:{text}"),
        StreamEvent::ToolCallStart { call_id, name } => format!("+{call_id} {name}"),
        StreamEvent::ToolCallDelta { call_id, fragment } => format!("{call_id}<{fragment}"),
        StreamEvent::ToolCall(call) => format!("{}={}", call.call_id, call.arguments),
        StreamEvent::Warning(warning) => format!("!{}", warning.subject),
        _ => return None,
    })
}

/// Events as most servers frame them: the type as the event's name too.
pub(crate) fn sse(events: &[Value]) -> String {
    let frame =
        |event: &Value| format!("event: {}\ndata: {event}\n\n", event["type"].as_str().unwrap());
    events.iter().map(frame).collect()
}

/// Plays events back.
pub(crate) fn play(events: &[Value]) -> Reading {
    play_body(&sse(events))
}

/// Plays a body back, whole and byte by byte: both must give the same.
pub(crate) fn play_body(body: &str) -> Reading {
    let whole = reader().read([body.to_owned()]);
    let bytes = reader().read(body.bytes().map(|byte| vec![byte]));
    assert_eq!((&whole.events, kind(&whole)), (&bytes.events, kind(&bytes)), "{body}");
    whole
}

fn kind(reading: &Reading) -> Option<ErrorKind> {
    reading.error.as_ref().map(LlmError::kind)
}

/// Plays a document back that came in place of a stream.
pub(crate) fn play_document(document: &Value) -> Reading {
    play_document_text(&document.to_string())
}

/// The same of its text.
pub(crate) fn play_document_text(document: &str) -> Reading {
    reader().read_document(document)
}

fn reader() -> Reader {
    let request = ChatRequest::new([Message::user("Hello")]);
    Reader::of(Arc::new(vendor(Dialect::PLAIN)), &request).unwrap()
}
