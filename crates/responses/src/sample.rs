//! A plain vendor for the tests: what it is sent, and what it makes of replayed responses.

use crate::{Dialect, Responses};
use bytes::Bytes;
use kei_router_core::codec::{Codec, Descriptor, Endpoint, ModelTable, Target};
use kei_router_core::engine::Reader;
use kei_router_core::{ChatRequest, Finish, LlmError, Message, PartKind, StreamEvent, Warning};
use serde_json::Value;
use std::sync::Arc;

/// A vendor of this dialect.
pub(crate) fn vendor(dialect: Dialect) -> Responses {
    let descriptor =
        Descriptor::new("plain", "https://plain.example/v1", crate::wire()).with_default_model("m");
    Responses { descriptor, dialect, models: ModelTable::EMPTY }
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

/// What a stream gave.
#[derive(Debug, Default)]
pub(crate) struct Played {
    pub(crate) events: Vec<StreamEvent>,
    pub(crate) error: Option<LlmError>,
}

impl Played {
    fn of(items: Vec<Result<StreamEvent, LlmError>>) -> Self {
        let (events, errors): (Vec<_>, Vec<_>) = items.into_iter().partition(Result::is_ok);
        let events = events.into_iter().map(Result::unwrap).collect();
        Self { events, error: errors.into_iter().find_map(Result::err) }
    }

    pub(crate) fn finish(&self) -> &Finish {
        let finish = self.events.iter().find_map(|event| match event {
            StreamEvent::Finish(finish) => Some(finish),
            _ => None,
        });
        finish.unwrap_or_else(|| panic!("no finish: {:?}", self.error))
    }

    /// The parts of the message.
    pub(crate) fn parts(&self) -> Vec<&PartKind> {
        self.finish().message.content.parts().iter().map(|part| &part.kind).collect()
    }

    /// The events of the answer in short: `T:text`, `R:reasoning`, `+id name`, `id<fragment`,
    /// `id=arguments`, `!subject of a warning`.
    pub(crate) fn told(&self) -> Vec<String> {
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
pub(crate) fn play(events: &[Value]) -> Played {
    play_body(&sse(events))
}

/// Plays a body back, whole and byte by byte: both must give the same.
pub(crate) fn play_body(body: &str) -> Played {
    let (whole, bytes) = (cut(body, usize::MAX), cut(body, 1));
    assert_eq!(whole.events, bytes.events, "{body}");
    assert_eq!(whole.error.is_some(), bytes.error.is_some(), "{body}");
    whole
}

/// Plays a document back that came in place of a stream.
pub(crate) fn play_document(document: &Value) -> Played {
    play_document_text(&document.to_string())
}

/// The same of its text.
pub(crate) fn play_document_text(document: &str) -> Played {
    let mut reader = reader();
    reader.document(document);
    Played::of(std::iter::from_fn(|| reader.next()).collect())
}

fn cut(body: &str, size: usize) -> Played {
    let mut reader = reader();
    let mut items = Vec::new();
    for chunk in body.as_bytes().chunks(size) {
        reader.feed(Bytes::copy_from_slice(chunk));
        items.extend(std::iter::from_fn(|| reader.next()));
    }
    reader.end(None);
    items.extend(std::iter::from_fn(|| reader.next()));
    Played::of(items)
}

fn reader() -> Reader {
    let request = ChatRequest::new([Message::user("Hello")]);
    Reader::of(Arc::new(vendor(Dialect::PLAIN)), &request).unwrap()
}
