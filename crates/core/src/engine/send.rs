//! Sends a request, and once more with fresh credentials after a 401.

use super::Route;
use crate::{HttpRequest, HttpResponse, LlmError, Timeouts, Transport};
use bytes::Bytes;
use http::{Request, StatusCode};

/// Sends what `encode` returns. After a 401, if [`Authorize::refused`] says so, the request is
/// encoded, authorized and sent once more within the same timeouts. The second value of `encode` is
/// that of the request which was answered.
pub(super) async fn send<T>(
    transport: &dyn Transport,
    route: &Route,
    timeouts: Timeouts,
    mut encode: impl FnMut() -> Result<(Request<Bytes>, T), LlmError>,
) -> Result<(HttpResponse, T), LlmError> {
    let (request, rest) = encode()?;
    let answer = transport.send(outgoing(request, route, timeouts)).await?;
    let is_refused = answer.head.status == StatusCode::UNAUTHORIZED;
    if !(is_refused && route.authorization.as_ref().is_some_and(|given| given.refused())) {
        return Ok((answer, rest));
    }
    let timeouts = timeouts.less(answer.body.elapsed());
    drop(answer);
    let (request, rest) = encode()?;
    Ok((transport.send(outgoing(request, route, timeouts)).await?, rest))
}

fn outgoing(request: Request<Bytes>, route: &Route, timeouts: Timeouts) -> HttpRequest {
    let mut sent = HttpRequest::new(request);
    sent.authorization.clone_from(&route.authorization);
    sent.timeouts = timeouts;
    sent.allow_cleartext = route.allow_cleartext;
    sent
}
