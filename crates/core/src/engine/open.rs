//! From a request to a stream: everything that `.await` on `stream()` covers.

use super::accept::{Accepted, Expected, accept, no_reply};
use super::ending::Ending;
use super::reader::{Answer, Reader};
use super::stream::Engine;
use super::{EventStream, Route};
use crate::codec::{Codec, Encoded, Target};
use crate::{ChatRequest, HttpRequest, LlmError, Role, Transport};
use http::header::ACCEPT;
use http::{HeaderValue, Request};
use std::sync::Arc;
use std::time::Duration;

/// Sends `request` and resolves when the answer has begun.
///
/// # Errors
/// Everything that goes wrong until the headers are there: a request that cannot be sent, no
/// connection, a budget that ran out, any status but 2xx, an error body under status 200.
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
    let target = Target::new(&route.endpoint, &model)
        .third_party(route.third_party)
        .with_key(route.key.as_ref());
    let encoded = codec.encode(request, &target).map_err(named)?;
    let Encoded { request: mut post, warnings, framer, decoder } = encoded;
    let expected = Expected::of(framer.as_ref());
    complete(&mut post, expected.media_types, &route, request, &name).map_err(named)?;

    let mut sent = HttpRequest::new(post);
    sent.timeouts = request.timeouts.or(route.timeouts);
    sent.allow_cleartext = route.allow_cleartext;
    let answer = transport.send(sent).await.map_err(named)?;
    let (key, limits) = (route.key.as_ref(), route.limits);
    let accepted = accept(codec.as_ref(), answer, expected, key, limits.event_bytes).await?;
    let reader = |head| {
        let ending = Ending { codec: Arc::clone(&codec), head, key: route.key.clone(), model };
        Reader::of_answer(ending, Answer { framer, decoder, warnings, limits })
    };
    Ok(Box::pin(match accepted {
        Accepted::Stream(answer, start) => {
            let version = answer.head.version;
            let mut reader = reader(answer.head);
            reader.feed(start);
            Engine::new(reader, Some(answer.body), version)
        }
        Accepted::Document(head, text) => {
            let version = head.version;
            let mut reader = reader(head.clone());
            reader.document_at(&text, Duration::ZERO);
            let failed = |error| no_reply(codec.as_ref(), error, &head, &text, key);
            Engine::new(reader.into_failure().map_err(failed)?, None, version)
        }
    }))
}

/// Completes an encoded request: by the media type that its answer should have, and by the
/// provider's own headers, which go before the vendor's and behind the request's.
fn complete(
    post: &mut Request<bytes::Bytes>,
    media_types: &'static [&'static str],
    route: &Route,
    request: &ChatRequest,
    vendor: &str,
) -> Result<(), LlmError> {
    let headers = post.headers_mut();
    if let Some(media_type) = media_types.first() {
        headers.entry(ACCEPT).or_insert(HeaderValue::from_static(media_type));
    }
    for (name, value) in &route.headers {
        let is_set = request.extra_headers(vendor).any(|(own, _)| own.eq_ignore_ascii_case(name));
        if !is_set {
            let (name, value) = crate::encode::extra_header(name, value)?;
            headers.insert(name, value);
        }
    }
    Ok(())
}

fn check(request: &ChatRequest) -> Result<(), LlmError> {
    if request.messages.is_empty() {
        return Err(LlmError::bad_request("there is no message"));
    }
    let other = request.messages.iter().position(|m| matches!(m.role, Role::Other(_)));
    match other {
        Some(at) => Err(LlmError::bad_request(format!(
            "message {at} has a role other than user, assistant and tool"
        ))),
        None => Ok(()),
    }
}
