//! A transport that keeps what goes through it, without its secrets.

use async_trait::async_trait;
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Uri};
use kei_router::LlmError;
use kei_router::transport::{Body, BoxBody, Head, HttpRequest, HttpResponse, Secrets, Transport};
use kei_router_replay::Entry;
use std::collections::BTreeMap;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

/// The largest body that is kept, in bytes.
const MAX_BODY_BYTES: usize = 64 << 20;
/// Words in the names of the headers that are kept.
const KEPT_HEADERS: [&str; 5] = ["content-type", "ratelimit", "retry", "request-id", "trace-id"];

/// A transport that reads each response to its end before it passes it on, so that all of it is
/// kept even if the decoder stops early.
pub(super) struct Capture {
    inner: Arc<dyn Transport>,
    taken: Mutex<Option<Taken>>,
}

/// One exchange.
pub(super) struct Taken {
    /// Where it went, without the query.
    pub(super) uri: String,
    request: Bytes,
    /// What must not be written anywhere.
    secrets: Secrets,
    head: Head,
    body: Vec<u8>,
}

impl Capture {
    pub(super) fn new(inner: Arc<dyn Transport>) -> Self {
        Self { inner, taken: Mutex::new(None) }
    }

    /// The last exchange.
    pub(super) fn taken(&self) -> Option<Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

#[async_trait]
impl Transport for Capture {
    async fn send(&self, exchange: HttpRequest) -> Result<HttpResponse, LlmError> {
        let uri = without_query(exchange.request.uri());
        let request = exchange.request.body().clone();
        let HttpResponse { head, body, secrets, .. } = self.inner.send(exchange).await?;
        let (bytes, broken) = drained(body).await;
        let whole = Whole { bytes: Some(bytes.clone().into()), broken };
        let taken =
            Taken { uri, request, secrets: secrets.clone(), head: head.clone(), body: bytes };
        *self.taken.lock().unwrap_or_else(PoisonError::into_inner) = Some(taken);
        Ok(HttpResponse::new(head, Box::new(whole)).with_secrets(secrets))
    }
}

/// The bytes of a body, and the error that broke it off.
async fn drained(mut body: BoxBody) -> (Vec<u8>, Option<LlmError>) {
    let mut bytes = Vec::new();
    while let Some(chunk) = poll_fn(|cx| body.poll_chunk(cx)).await {
        match chunk {
            Ok(chunk) if bytes.len().saturating_add(chunk.len()) <= MAX_BODY_BYTES => {
                bytes.extend_from_slice(&chunk);
            }
            Ok(_) => return (bytes, Some(LlmError::truncated("the body is too large to record"))),
            Err(error) => return (bytes, Some(error)),
        }
    }
    (bytes, None)
}

/// A body that was read before, and the error that broke it off.
struct Whole {
    bytes: Option<Bytes>,
    broken: Option<LlmError>,
}

impl Body for Whole {
    fn poll_chunk(&mut self, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, LlmError>>> {
        let bytes = self.bytes.take().map(Ok);
        Poll::Ready(bytes.or_else(|| self.broken.take().map(Err)))
    }
}

impl Taken {
    /// Its entry in the manifest, as far as the exchange shows it.
    pub(super) fn entry(&self) -> Entry {
        let headers = kept(&self.head.headers, &self.secrets);
        let media = self.head.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        Entry {
            status: self.head.status.as_u16(),
            uri: self.uri.clone(),
            media: media.unwrap_or_default().to_owned(),
            headers,
            request: Some(self.secrets.scrub(&String::from_utf8_lossy(&self.request))),
            byte_exact: self.scrubbed_body() == self.body,
            origin: "cargo xtask record".to_owned(),
            ..Entry::default()
        }
    }

    /// The body, with the key replaced by `[key]`.
    pub(super) fn scrubbed_body(&self) -> Vec<u8> {
        if !self.secrets.are_in(&String::from_utf8_lossy(&self.body)) {
            return self.body.clone();
        }
        self.secrets.scrub(&String::from_utf8_lossy(&self.body)).into_bytes()
    }
}

fn kept(headers: &HeaderMap, secrets: &Secrets) -> BTreeMap<String, String> {
    let telling =
        headers.iter().filter(|(name, _)| KEPT_HEADERS.iter().any(|w| name.as_str().contains(w)));
    let texts = telling.filter_map(|(name, value)| Some((name, value.to_str().ok()?)));
    texts.map(|(name, value)| (name.to_string(), secrets.scrub(value))).collect()
}

fn without_query(uri: &Uri) -> String {
    let port = uri.port_u16().map_or(String::new(), |port| format!(":{port}"));
    let scheme = uri.scheme_str().unwrap_or_default();
    format!("{scheme}://{}{port}{}", uri.host().unwrap_or_default(), uri.path())
}
