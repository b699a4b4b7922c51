//! A plain vendor for the tests, what it is sent, and a replay of what it answers.

use crate::{ChatCompletions, Dialect};
use async_trait::async_trait;
use bytes::Bytes;
use futures_util::{FutureExt, StreamExt};
use http::{HeaderMap, StatusCode};
use kei_router_core::{
    Auth, Body, ChatRequest, Codec, Descriptor, Endpoint, Finish, Head, HttpRequest, HttpResponse,
    LlmError, Message, ModelTable, Route, StreamEvent, Target, Terminator, Transport, UsagePlace,
    Warning, Wire, open,
};
use serde_json::Value;
use std::borrow::Cow::Borrowed;
use std::sync::Arc;
use std::task::{Context, Poll};

/// A vendor of this dialect that promises `[DONE]`.
pub(crate) fn vendor(dialect: Dialect) -> ChatCompletions {
    let descriptor = Descriptor {
        name: Borrowed("plain"),
        key_vars: Borrowed(&[]),
        model_vars: Borrowed(&[]),
        endpoint_vars: Borrowed(&[]),
        default_model: Borrowed("m"),
        base_url: Borrowed("https://plain.example/v1"),
        more_wires: std::borrow::Cow::Borrowed(&[]),
        base_format: None,
        wire: Wire {
            format: Borrowed("chat-completions"),
            version_path: Borrowed("/v1"),
            paths: Borrowed(&[Borrowed("chat/completions")]),
            auth: Auth::Bearer,
            usage: UsagePlace::Trailer,
            terminator: Terminator::DonePromised,
        },
    };
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

fn cut(vendor: &ChatCompletions, custom: bool, body: &str, size: usize) -> Played {
    let endpoint = Endpoint::resolve(&vendor.descriptor.base_url, &vendor.descriptor).unwrap();
    let mut call = Route::new(endpoint, None, "m");
    call.third_party = custom;
    let request = ChatRequest::new([Message::user("Hello")]);
    let transport = Replay { body: Bytes::copy_from_slice(body.as_bytes()), size };
    let opened = open(Arc::new(vendor.clone()), &transport, &request, call).now_or_never();
    let mut stream = opened.unwrap().unwrap();
    let mut played = Played::default();
    while let Some(item) = stream.next().now_or_never().unwrap() {
        match item {
            Ok(event) => played.events.push(event),
            Err(error) => played.error = Some(error),
        }
    }
    played
}

struct Replay {
    body: Bytes,
    size: usize,
}

#[async_trait]
impl Transport for Replay {
    async fn send(&self, _: HttpRequest) -> Result<HttpResponse, LlmError> {
        let body = Replay { body: self.body.clone(), size: self.size };
        Ok(HttpResponse::new(Head::new(StatusCode::OK, HeaderMap::new()), Box::new(body)))
    }
}

impl Body for Replay {
    fn poll_chunk(&mut self, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, LlmError>>> {
        let size = self.size.min(self.body.len());
        let chunk = self.body.split_to(size);
        Poll::Ready(Some(Ok(chunk)).filter(|_| size > 0))
    }
}
