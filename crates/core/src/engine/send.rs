//! Sending a request, once more where its credentials were refused and others can be had.

use super::Route;
use crate::{HttpRequest, HttpResponse, LlmError, Timeouts, Transport};
use bytes::Bytes;
use http::{Request, StatusCode};

/// Sends what `encode` gives. After a 401 it is asked once whether fresh credentials can be had;
/// then the request is encoded, authorized and sent anew, within the same budgets. What else
/// `encode` gives is that of the request which was answered.
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
