//! Sending a request, once more where its connection turned out to be closed.

use crate::budget::Deadlines;
use crate::client::Client;
use crate::reuse::attempt;
use crate::route::Destination;
use crate::upload::Upload;
use bytes::Bytes;
use http::{HeaderMap, Method, Request};
use kei_router_core::LlmError;
use std::error::Error;
use std::io;
use std::pin::pin;
use url::Url;

/// A request that can be sent more than once.
pub(crate) struct Outgoing {
    method: Method,
    url: Url,
    headers: HeaderMap,
    body: Bytes,
}

impl Outgoing {
    pub(crate) fn new(request: Request<Bytes>, to: Destination) -> Self {
        let (parts, body) = request.into_parts();
        Self { method: parts.method, url: to.url, headers: parts.headers, body }
    }

    /// Sends the request, and once more if that is [safe](may_send_again).
    ///
    /// # Errors
    /// `Timeout` where the time for an answer ran out; inside, the error of a request without an
    /// answer.
    pub(crate) async fn send(
        &self,
        client: &Client,
        deadlines: &mut Deadlines,
    ) -> Result<reqwest::Result<reqwest::Response>, LlmError> {
        let mut first = true;
        loop {
            let upload = Upload::of(&self.body);
            let sending = pin!(attempt(client.http.execute(self.prepared(&upload))));
            let (answer, connected) = deadlines.handshake(sending, &upload).await?;
            match answer {
                Err(error) if first && may_send_again(&error, connected) => {
                    first = false;
                    // Other connections of the pool may be closed too: the HTTP stack sees it now.
                    tokio::task::yield_now().await;
                }
                answer => {
                    if answer.is_ok() && !connected {
                        client.returning.reused();
                    }
                    return Ok(answer);
                }
            }
        }
    }

    fn prepared(&self, upload: &Upload) -> reqwest::Request {
        let mut request = reqwest::Request::new(self.method.clone(), self.url.clone());
        request.headers_mut().clone_from(&self.headers);
        *request.body_mut() = Some(upload.body(self.body.clone()));
        request
    }
}

/// Whether a request that failed with this error may be sent once more.
///
/// It may where the server says that it has not processed it (RFC 9113, section 8.7), and where a
/// connection that had carried other requests was closed before the head of a response: servers
/// close idle connections, and a request that is under way in that moment is lost (RFC 9112,
/// section 9.3.1). Behind a connection that was `connected` for this very request, the server has
/// chosen to close it: that is an error. So is a broken body, which does not get here.
fn may_send_again(error: &reqwest::Error, connected: bool) -> bool {
    if error.is_connect() || error.is_timeout() {
        return false;
    }
    let mut next = error.source();
    while let Some(error) = next {
        if error.downcast_ref().is_some_and(is_unprocessed) {
            return true;
        }
        let closed = error.downcast_ref().is_some_and(hyper::Error::is_incomplete_message)
            || error.downcast_ref().is_some_and(is_closed);
        if closed && !connected {
            return true;
        }
        next = error.source();
    }
    false
}

fn is_unprocessed(error: &h2::Error) -> bool {
    let shut_down = error.is_go_away() && error.reason() == Some(h2::Reason::NO_ERROR);
    let refused = error.is_reset() && error.reason() == Some(h2::Reason::REFUSED_STREAM);
    error.is_remote() && (shut_down || refused)
}

fn is_closed(error: &io::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset};
    matches!(error.kind(), BrokenPipe | ConnectionAborted | ConnectionReset)
}
