//! A plain vendor for the tests: what it is sent, and what it makes of replayed responses.

use crate::{ChatCompletions, Dialect};
use bytes::Bytes;
use kei_router_core::codec::{Codec, Descriptor, Endpoint, Target};
use kei_router_core::engine::{Reader, Reading};
use kei_router_core::{ChatRequest, LlmError, Message, Warning};
use serde_json::Value;
use std::sync::Arc;

/// A vendor of this dialect that promises `[DONE]`.
pub(crate) fn vendor(dialect: Dialect) -> ChatCompletions {
    let descriptor =
        Descriptor::new("plain", "https://plain.example/v1", crate::wire()).with_default_model("m");
    ChatCompletions::new(descriptor, dialect)
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

/// The subjects of the warnings.
pub(crate) fn subjects(reading: &Reading) -> Vec<&str> {
    reading.warnings().map(|warning| warning.subject.as_str()).collect()
}

/// Plays a body back, whole and byte by byte: both must give the same.
pub(crate) fn play(vendor: &ChatCompletions, custom: bool, body: &str) -> Reading {
    let in_chunks_of = |size| {
        let chunks = body.as_bytes().chunks(size).map(Bytes::copy_from_slice);
        reader(vendor, custom).read(chunks)
    };
    let (whole, bytes) = (in_chunks_of(usize::MAX), in_chunks_of(1));
    assert_eq!(whole.events, bytes.events, "{body}");
    assert_eq!(whole.error.is_some(), bytes.error.is_some(), "{body}");
    whole
}

/// Plays back a document that came in place of a stream.
pub(crate) fn play_document(vendor: &ChatCompletions, json: &str) -> Reading {
    reader(vendor, false).read_document(json)
}

fn reader(vendor: &ChatCompletions, custom: bool) -> Reader {
    let endpoint = vendor.descriptor.own_endpoint().unwrap();
    let request = ChatRequest::new([Message::user("Hello")]);
    Reader::at(Arc::new(vendor.clone()), &request, &endpoint, custom).unwrap()
}
