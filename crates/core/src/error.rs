//! What can go wrong, and what a caller may ask about it.

mod build;
mod detail;
mod display;
mod kind;
mod scrub;
mod variant;

pub(crate) use build::cut;
pub use detail::{ErrorDetail, Partial};
pub use kind::{ErrorKind, Phase, Scope};

use crate::RateLimit;
use std::time::Duration;

/// Everything that can go wrong. Every variant carries an [`ErrorDetail`], which the methods read.
///
/// `Display` is one line that a host may show to its own client. The vendor's own text is in
/// [`LlmError::body`], cut and with keys removed, and never part of `{}` or `Debug`, since vendors
/// echo prompts. The alternate form `{:#}`, for developers, adds the [`LlmError::reason`] that the
/// vendor gave. The number at each variant is its [`LlmError::http_status`].
///
/// ```
/// use kei_router_core::{LlmError, Phase, Scope};
/// use std::time::Duration;
///
/// let error = LlmError::timeout(Phase::Idle, Duration::from_secs(300)).with_provider("acme");
/// assert_eq!((error.kind().as_str(), error.http_status()), ("timeout", 504));
/// assert_eq!((error.scope(), error.is_retryable()), (Scope::Provider, true));
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub enum LlmError {
    /// 500: no API key is set for this vendor.
    MissingKey(ErrorDetail),
    /// 429: too many requests or tokens; see [`LlmError::retry_after`].
    RateLimit(ErrorDetail),
    /// 503: the vendor is overloaded or down.
    ServiceUnavailable(ErrorDetail),
    /// 504: a timeout expired; see [`LlmError::phase`].
    Timeout(ErrorDetail),
    /// 502: any other refusal by the vendor.
    #[non_exhaustive]
    Upstream {
        /// The vendor's name.
        provider: String,
        /// The vendor's HTTP status; 0 if the error came in mid-stream.
        status: u16,
        /// The vendor's text, cut to 512 bytes, with keys removed.
        body: String,
        /// The rest.
        detail: ErrorDetail,
    },
    /// 400: no provider has this name.
    UnknownProvider(ErrorDetail),
    /// 502: the connection could not be made.
    Http(ErrorDetail),
    /// 500: the vendor rejected the key.
    Authentication(ErrorDetail),
    /// 500: the operator has set the provider up incorrectly, so nothing was sent: an invalid base
    /// URL, a key that no header can carry.
    Configuration(ErrorDetail),
    /// 502: the account's quota or credit is used up; waiting does not help.
    QuotaExhausted(ErrorDetail),
    /// 400: the request is invalid.
    BadRequest(ErrorDetail),
    /// 413: the request is too long for the model's context window.
    ContextLength(ErrorDetail),
    /// 422: a content filter rejected the request.
    ContentFilter(ErrorDetail),
    /// 502: the reply ended, or its connection broke, before it was complete.
    Truncated(ErrorDetail),
    /// 502: the reply could not be decoded.
    Corrupt(ErrorDetail),
    /// 502: the reply is larger than a limit.
    TooLarge(ErrorDetail),
    /// 499: the caller cancelled the request.
    Cancelled(ErrorDetail),
}

impl LlmError {
    /// The kind of error.
    pub fn kind(&self) -> ErrorKind {
        self.context().kind
    }

    /// The status with which an HTTP host should answer its own client.
    pub fn http_status(&self) -> u16 {
        self.kind().http_status()
    }

    /// What the error is about, and so what a retry or fallback policy may do about it.
    pub fn scope(&self) -> Scope {
        self.context().scope()
    }

    /// Whether the same request may succeed later. The vendor's `x-should-retry` header takes
    /// precedence.
    pub fn is_retryable(&self) -> bool {
        self.context().is_retryable()
    }

    /// How long the vendor asks to wait, from the time of its response; at most a day.
    pub fn retry_after(&self) -> Option<Duration> {
        self.context().retry_after
    }

    /// The vendor's name.
    pub fn provider(&self) -> Option<&str> {
        self.context().provider.as_deref()
    }

    /// The vendor's id of the request, for its support.
    pub fn request_id(&self) -> Option<&str> {
        self.context().request_id.as_deref()
    }

    /// The part of the reply that had arrived before the stream broke.
    pub fn partial(&self) -> Option<&Partial> {
        self.context().partial.as_deref()
    }

    /// The vendor's HTTP status; `None` in mid-stream, and if there was no response.
    pub fn status(&self) -> Option<u16> {
        self.context().status
    }

    /// The vendor's own code or type of error, such as `rate_limit_exceeded`.
    pub fn code(&self) -> Option<&str> {
        self.context().code.as_deref()
    }

    /// The vendor's text, cut to 512 bytes, with keys removed. It may echo the prompt.
    pub fn body(&self) -> Option<&str> {
        build::shown(self.context().body.as_deref())
    }

    /// The reason that the vendor gave: the message of its error, cut to 512 bytes and with keys
    /// removed. It may echo the prompt.
    pub fn reason(&self) -> Option<&str> {
        build::shown(self.context().reason.as_deref())
    }

    /// Which timeout expired.
    pub fn phase(&self) -> Option<Phase> {
        self.context().phase
    }

    /// The state of the key's rate limits.
    pub fn rate_limit(&self) -> Option<&RateLimit> {
        self.context().rate_limit.as_ref()
    }

    /// The headers of the refusal about rate limits, retries and request ids. Empty if there are
    /// none.
    pub fn headers(&self) -> &http::HeaderMap {
        &self.context().headers
    }

    fn context(&self) -> &detail::Context {
        &self.detail().0
    }
}

impl std::error::Error for LlmError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.context().source.as_deref().map(|source| source as _)
    }
}
