//! A plain vendor for the tests: what it is sent, and what it makes of replayed responses.

use crate::{ChatCompletions, Dialect};
use bytes::Bytes;
use kei_router_core::codec::{Codec, Descriptor, Endpoint, ModelTable, Target};
use kei_router_core::engine::Reader;
use kei_router_core::{ChatRequest, Finish, LlmError, Message, StreamEvent, Warning};
use serde_json::Value;
use std::sync::Arc;

/// A vendor of this dialect that promises `[DONE]`.
pub(crate) fn vendor(dialect: Dialect) -> ChatCompletions {
    let descriptor =
        Descriptor::new("plain", "https://plain.example/v1", crate::wire()).with_default_model("m");
    ChatCompletions { descriptor, dialect, models: ModelTable::EMPTY }
}

/// The body that a request becomes, and its warnings.
pub(crate) fn written(
    vendor: &ChatCompletions,
    request: &ChatRequest,
    custom: bool,
) -> Result<(Value, Vec<Warning>), LlmError> {
    let endpoint = Endpoint::resolve(&vendor.descriptor.base_url, &vendor.descriptor)?;
    let target = Target::new(&endpoint, "m").third_party(custom);
    let encoded = vendor.encode(request, &target)?;
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

    /// The subjects of the warnings.
    pub(crate) fn warnings(&self) -> Vec<&str> {
        let subjects = self.events.iter().filter_map(|event| match event {
            StreamEvent::Warning(warning) => Some(warning.subject.as_str()),
            _ => None,
        });
        subjects.collect()
    }
}

/// Plays a body back, whole and byte by byte: both must give the same.
pub(crate) fn play(vendor: &ChatCompletions, custom: bool, body: &str) -> Played {
    let whole = cut(vendor, custom, body, usize::MAX);
    let bytes = cut(vendor, custom, body, 1);
    assert_eq!(whole.events, bytes.events, "{body}");
    assert_eq!(whole.error.is_some(), bytes.error.is_some(), "{body}");
    whole
}

/// Plays back a document that came in place of a stream.
pub(crate) fn play_document(vendor: &ChatCompletions, json: &str) -> Played {
    let request = ChatRequest::new([Message::user("Hello")]);
    let mut reader = Reader::of(Arc::new(vendor.clone()), &request).unwrap();
    reader.document(json);
    Played::of(std::iter::from_fn(|| reader.next()).collect())
}

fn cut(vendor: &ChatCompletions, custom: bool, body: &str, size: usize) -> Played {
    let endpoint = Endpoint::resolve(&vendor.descriptor.base_url, &vendor.descriptor).unwrap();
    let request = ChatRequest::new([Message::user("Hello")]);
    let codec = Arc::new(vendor.clone());
    let mut reader = Reader::at(codec, &request, &endpoint, custom).unwrap();
    let mut items = Vec::new();
    for chunk in body.as_bytes().chunks(size) {
        reader.feed(Bytes::copy_from_slice(chunk));
        items.extend(std::iter::from_fn(|| reader.next()));
    }
    reader.end(None);
    items.extend(std::iter::from_fn(|| reader.next()));
    Played::of(items)
}
