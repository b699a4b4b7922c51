//! From a request to a stream: everything that `.await` on `stream()` covers.

use super::accept::{Accepted, Content, Expected, accept};
use super::ending::Ending;
use super::headers::{add_own_headers, check_extra_headers};
use super::reader::Reader;
use super::send::send;
use super::stream::Engine;
use super::{EventStream, Route};
use crate::codec::{Codec, Encoded, Target};
use crate::{ChatRequest, LlmError, Role, Transport};
use http::HeaderValue;
use http::header::ACCEPT;
use std::sync::Arc;
use std::time::Duration;

/// Sends `request`, and resolves when the response has begun.
///
/// # Errors
/// Everything that goes wrong before the stream begins: an invalid request, a failed connection, an
/// expired timeout, any status but 2xx, an error body under status 200.
pub async fn open(
    codec: Arc<dyn Codec>,
    transport: &dyn Transport,
    request: &ChatRequest,
    route: Route,
) -> Result<EventStream, LlmError> {
    let name = codec.descriptor().name.clone();
    let named = |error: LlmError| error.with_provider(name.clone());
    check(request).map_err(named)?;
    let model = request.model.clone().unwrap_or_else(|| route.model.clone());
    let target = Target::new(&route.endpoint, &model).third_party(route.third_party);
    let encode = || {
        let mut encoded = codec.encode(request, &target)?;
        complete(&mut encoded, &route, request, &name)?;
        Ok((std::mem::take(&mut encoded.request), encoded))
    };
    let timeouts = request.timeouts.or(route.timeouts);
    let (answer, encoded) = send(transport, &route, timeouts, encode).await.map_err(named)?;
    let expected = Expected::of(encoded.framer.as_ref());
    let accepted = accept(codec.as_ref(), answer, expected, route.limits.event_bytes);
    let Accepted { head, secrets, content } = accepted.await?;
    let ending = Ending::new(codec, &head, secrets, model);
    let mut reader =
        Reader::of_answer(ending, &head, encoded, route.limits).metered(&request.meter);
    Ok(Box::pin(match content {
        Content::Stream(body, start) => {
            reader.feed(start);
            Engine::new(reader, Some(body), head.version)
        }
        Content::Document(text) => {
            reader.document_at(&text, Duration::ZERO);
            Engine::new(reader.into_reply(&text)?, None, head.version)
        }
    }))
}

/// Completes an encoded request: sets `Accept`, and the provider's headers, which override the
/// vendor's and are overridden by the request's.
fn complete(
    encoded: &mut Encoded,
    route: &Route,
    request: &ChatRequest,
    vendor: &str,
) -> Result<(), LlmError> {
    let headers = encoded.request.headers_mut();
    if let Some(media_type) = encoded.framer.media_types().first() {
        headers.entry(ACCEPT).or_insert(HeaderValue::from_static(media_type));
    }
    add_own_headers(headers, route, |name| {
        request.extra_headers(vendor).any(|(own, _)| own.eq_ignore_ascii_case(name))
    })
}

fn check(request: &ChatRequest) -> Result<(), LlmError> {
    if request.messages.is_empty() {
        return Err(LlmError::bad_request("there is no message"));
    }
    check_extra_headers(request)?;
    let other = request.messages.iter().position(|m| matches!(m.role, Role::Other(_)));
    match other {
        Some(at) => Err(LlmError::bad_request(format!(
            "message {at} has a role other than user, assistant and tool"
        ))),
        None => Ok(()),
    }
}
