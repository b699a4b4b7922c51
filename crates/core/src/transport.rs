//! Transports, which carry requests and responses. Only they know sockets and clocks.

mod authorize;

pub use crate::secret::Secrets;
pub use authorize::{ApiKey, Authorize};

use crate::{LlmError, Timeouts};
use async_trait::async_trait;
use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode, Version};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};

/// Sends requests to vendors.
#[async_trait]
pub trait Transport: Send + Sync {
    /// Authorizes a request ([`HttpRequest::authorize`]) and sends it, and resolves when the
    /// headers of the response have arrived, whatever its status. Dropping the future aborts the
    /// exchange.
    ///
    /// # Errors
    /// `Http` if the connection failed, `Timeout` if a timeout expired.
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, LlmError>;
}

/// A request to a vendor, with its credentials and timeouts.
#[non_exhaustive]
pub struct HttpRequest {
    /// The request. Header values that hold a key are marked as sensitive.
    pub request: Request<Bytes>,
    /// Adds the credentials; `None` for a server that needs none.
    pub authorization: Option<Arc<dyn Authorize>>,
    /// The timeouts; `None` means the transport's default.
    pub timeouts: Timeouts,
    /// Whether sensitive headers may go over plain HTTP to another machine.
    pub allow_cleartext: bool,
}

/// A response, whose body is still arriving.
#[non_exhaustive]
pub struct HttpResponse {
    /// Status and headers.
    pub head: Head,
    /// The body.
    pub body: BoxBody,
    /// The secrets that the request was sent with.
    pub secrets: Secrets,
}

/// The status and headers of a response.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Head {
    /// The status.
    pub status: StatusCode,
    /// The HTTP version: an HTTP/1 connection must be drained to be reused.
    pub version: Version,
    /// The headers.
    pub headers: HeaderMap,
}

/// A body that is still arriving. Dropping it aborts the exchange.
pub type BoxBody = Box<dyn Body>;

/// The body of a response, polled chunk by chunk.
pub trait Body: Send {
    /// The next chunk; `None` at the end.
    ///
    /// # Errors
    /// `Truncated` if the connection broke, `Timeout` if a timeout expired.
    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, LlmError>>>;

    /// Applies the rest of the handshake timeout to the next chunk, which is needed to recognize a
    /// stream. Does nothing by default.
    fn continue_handshake(&mut self) {}

    /// From now on, the rest of the body must arrive within `budget`, or the next chunk is a
    /// `Timeout` error. Does nothing by default.
    fn limit(&mut self, budget: Duration) {
        let _ = budget;
    }

    /// The time since the request was sent. Zero by default.
    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }
}

impl HttpRequest {
    /// A request without credentials, with the transport's timeouts, that sends keys over plain
    /// HTTP only to loopback.
    pub fn new(request: Request<Bytes>) -> Self {
        let timeouts = Timeouts::default();
        Self { request, authorization: None, timeouts, allow_cleartext: false }
    }

    /// Adds the credentials. A transport calls it once, before it looks at the request, within the
    /// handshake timeout, and passes the result to [`HttpResponse::with_secrets`].
    ///
    /// # Errors
    /// Those of [`Authorize::authorize`].
    pub async fn authorize(&mut self, now: SystemTime) -> Result<Secrets, LlmError> {
        let Some(authorization) = &self.authorization else { return Ok(Secrets::none()) };
        let secrets = authorization.authorize(&mut self.request, now).await?;
        for (name, value) in self.request.headers_mut() {
            let holds_one = value.to_str().is_ok_and(|text| secrets.are_in(text));
            if holds_one || *name == http::header::AUTHORIZATION {
                value.set_sensitive(true);
            }
        }
        Ok(secrets)
    }
}

impl HttpResponse {
    /// A response to a request without credentials.
    pub fn new(head: Head, body: BoxBody) -> Self {
        Self { head, body, secrets: Secrets::none() }
    }

    /// Sets the secrets that the request was sent with.
    pub fn with_secrets(mut self, secrets: Secrets) -> Self {
        self.secrets = secrets;
        self
    }
}

/// Status 200 over HTTP/1.1, without headers.
impl Default for Head {
    fn default() -> Self {
        Self::new(StatusCode::OK, HeaderMap::new())
    }
}

impl Head {
    /// A head over HTTP/1.1.
    pub fn new(status: StatusCode, headers: HeaderMap) -> Self {
        Self { status, version: Version::HTTP_11, headers }
    }

    /// A header as text, trimmed; the first of several. `None` if it is absent or not text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok().map(str::trim)
    }

    /// The id of the request, under any name that vendors use.
    pub fn request_id(&self) -> Option<String> {
        const NAMES: [&str; 2] = ["request-id", "x-request-id"];
        // Some put their own name before it.
        const ENDS: [&str; 3] = ["-request-id", "-trace-id", "-correlation-id"];
        let ending = |end: &&str| {
            let mut headers = self.headers.iter();
            headers.find(|(name, _)| name.as_str().ends_with(*end)).map(|(_, value)| value)
        };
        let known = NAMES.iter().find_map(|name| self.headers.get(*name));
        let value = known.or_else(|| ENDS.iter().find_map(ending))?;
        value.to_str().ok().map(str::to_owned)
    }

    /// Whether this is the media type, ignoring parameters.
    pub fn is_media_type(&self, media_type: &str) -> bool {
        let value = self.headers.get(http::header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
        let essence = value.and_then(|value| value.split(';').next());
        essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case(media_type))
    }
}
