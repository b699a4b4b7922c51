//! What carries requests and answers: the only thing that knows a socket or a clock.

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

/// Carries a request to a vendor and its answer back.
#[async_trait]
pub trait Transport: Send + Sync {
    /// Authorizes a request ([`HttpRequest::authorize`]) and sends it, and resolves when the
    /// headers of the answer are there, whatever its status. Dropping the future aborts the
    /// exchange.
    ///
    /// # Errors
    /// `Http` where no connection could be made, `Timeout` where a budget ran out.
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, LlmError>;
}

/// A request to a vendor, as it is sent.
#[non_exhaustive]
pub struct HttpRequest {
    /// The request. Header values that hold a key are marked as sensitive.
    pub request: Request<Bytes>,
    /// What puts the credentials on it; `None` for a server that wants none.
    pub authorization: Option<Arc<dyn Authorize>>,
    /// The budgets of time; what is `None` is the transport's default.
    pub timeouts: Timeouts,
    /// Whether sensitive headers may go over plain HTTP to another machine.
    pub allow_cleartext: bool,
}

/// An answer: its head is here, its body is still on the way.
#[non_exhaustive]
pub struct HttpResponse {
    /// Status and headers.
    pub head: Head,
    /// The body.
    pub body: BoxBody,
    /// What the request was authorized with.
    pub secrets: Secrets,
}

/// The status and the headers of an answer.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Head {
    /// The status.
    pub status: StatusCode,
    /// The HTTP version, which tells whether the connection must be drained to be used again.
    pub version: Version,
    /// The headers.
    pub headers: HeaderMap,
}

/// A body that is still on the way. Dropping it aborts the exchange.
pub type BoxBody = Box<dyn Body>;

/// The body of an answer, pulled piece by piece.
pub trait Body: Send {
    /// The next piece; `None` at the end.
    ///
    /// # Errors
    /// `Truncated` where the connection broke, `Timeout` where a budget ran out.
    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, LlmError>>>;

    /// The answer is not known to be a stream before its next piece is there: that piece must
    /// come within what is left of the handshake's budget. Does nothing by default.
    fn continue_handshake(&mut self) {}

    /// From now on, everything that is left must come within `budget`; else the next piece is a
    /// `Timeout`. Does nothing by default.
    fn limit(&mut self, budget: Duration) {
        let _ = budget;
    }

    /// The time since the request was sent. Zero by default.
    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }
}

impl HttpRequest {
    /// A request with the transport's budgets, that keeps keys off plain HTTP.
    pub fn new(request: Request<Bytes>) -> Self {
        let timeouts = Timeouts::default();
        Self { request, authorization: None, timeouts, allow_cleartext: false }
    }

    /// Puts the credentials on the request. A transport calls it once, before it looks at the
    /// request, within the handshake's budget; what it gives goes into the answer's `secrets`.
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
    /// An answer to a request without credentials.
    pub fn new(head: Head, body: BoxBody) -> Self {
        Self { head, body, secrets: Secrets::none() }
    }

    /// With what the request was authorized with.
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

    /// A header as text, trimmed: of several of one name the first. `None` where it is not there,
    /// or no text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok().map(str::trim)
    }

    /// The id of the request, under whichever name the vendor uses.
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

    /// Whether the media type is this one, parameters aside.
    pub fn is_media_type(&self, media_type: &str) -> bool {
        let value = self.headers.get(http::header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
        let essence = value.and_then(|value| value.split(';').next());
        essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case(media_type))
    }
}
