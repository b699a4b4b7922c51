//! Exchanges over the bare transport.

use bytes::Bytes;
use http::{HeaderValue, Request};
use kei_router_core::transport::{BoxBody, HttpRequest, HttpResponse, Transport};
use kei_router_core::{LlmError, Timeouts};
use kei_router_http::HttpTransport;
use std::error::Error;
use std::future::poll_fn;
use std::time::Duration;

/// What may never be printed.
pub(crate) const SECRETS: [&str; 3] = ["sk-secret", "my-prompt", "query-secret"];

/// A transport with pools of its own, so that tests do not meet on one connection.
pub(crate) fn transport() -> HttpTransport {
    HttpTransport::builder().build()
}

/// A request with a key, a prompt and a query.
pub(crate) fn exchange(url: &str) -> HttpRequest {
    let mut request = Request::post(format!("{url}?key=query-secret"))
        .body(Bytes::from_static(b"my-prompt"))
        .expect("a URL");
    let mut key = HeaderValue::from_static("sk-secret");
    key.set_sensitive(true);
    request.headers_mut().insert("x-api-key", key);
    HttpRequest::new(request)
}

pub(crate) fn within(url: &str, timeouts: Timeouts) -> HttpRequest {
    let mut exchange = exchange(url);
    exchange.timeouts = timeouts;
    exchange
}

pub(crate) async fn send(transport: &HttpTransport, exchange: HttpRequest) -> HttpResponse {
    transport.send(exchange).await.expect("an answer")
}

pub(crate) async fn refused(transport: &HttpTransport, exchange: HttpRequest) -> LlmError {
    match transport.send(exchange).await {
        Ok(answer) => panic!("answered with {}", answer.head.status),
        Err(error) => checked(error),
    }
}

pub(crate) async fn next(body: &mut BoxBody) -> Option<Result<Bytes, LlmError>> {
    poll_fn(|cx| body.poll_chunk(cx)).await
}

/// Everything that comes, and how it ends.
pub(crate) async fn read(mut body: BoxBody) -> (Vec<u8>, Result<(), LlmError>) {
    let mut all = Vec::new();
    let end = loop {
        match next(&mut body).await {
            Some(Ok(piece)) => all.extend_from_slice(&piece),
            Some(Err(error)) => break Err(checked(error)),
            None => break Ok(()),
        }
    };
    assert!(next(&mut body).await.is_none(), "nothing follows the end");
    (all, end)
}

/// The error, after a look at everything that it prints.
pub(crate) fn checked(error: LlmError) -> LlmError {
    let mut shown = format!("{error} {error:?}");
    let mut source = error.source();
    while let Some(error) = source {
        shown.push_str(&format!(" {error} {error:?}"));
        source = error.source();
    }
    for secret in SECRETS {
        assert!(!shown.contains(secret), "{shown}");
    }
    error
}

pub(crate) fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}
