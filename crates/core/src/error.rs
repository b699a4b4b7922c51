//! What can go wrong, and what a caller may ask about it.

mod build;
mod detail;
mod display;
mod kind;
mod scrub;
mod variant;

pub use detail::{ErrorDetail, Partial};
pub use kind::{ErrorKind, Phase, Scope};

use crate::RateLimit;
use std::time::Duration;

/// What went wrong. Every variant carries the same [`ErrorDetail`]; the methods ask it.
///
/// `Display` is one plain line that a host may show to its own client. What a vendor said is in
/// [`LlmError::body`], cut and with the key scrubbed, and never part of `Display`: vendors echo
/// prompts. The number behind each variant is [`LlmError::http_status`].
#[derive(Clone)]
#[non_exhaustive]
pub enum LlmError {
    /// 500: a vendor that is compiled in has no key.
    MissingKey(ErrorDetail),
    /// 429: too many requests or tokens; see [`LlmError::retry_after`].
    RateLimit(ErrorDetail),
    /// 503: the vendor is overloaded or down.
    ServiceUnavailable(ErrorDetail),
    /// 504: out of time; see [`LlmError::phase`].
    Timeout(ErrorDetail),
    /// 502: any other refusal.
    #[non_exhaustive]
    Upstream {
        /// The vendor's name.
        provider: String,
        /// The status that the vendor gave; 0 where the refusal came in mid-stream.
        status: u16,
        /// What it said, cut to 512 bytes, the key scrubbed.
        body: String,
        /// The rest.
        detail: ErrorDetail,
    },
    /// 400: no such provider.
    UnknownProvider(ErrorDetail),
    /// 502: the connection could not be made.
    Http(ErrorDetail),
    /// 500: the vendor does not take the key.
    Authentication(ErrorDetail),
    /// 502: the account's quota or credit is used up; waiting does not help.
    QuotaExhausted(ErrorDetail),
    /// 400: the request is wrong.
    BadRequest(ErrorDetail),
    /// 413: the request is too long for the model.
    ContextLength(ErrorDetail),
    /// 422: a filter refused the request.
    ContentFilter(ErrorDetail),
    /// 502: the reply ended, or its connection broke, before the vendor said that it was whole.
    Truncated(ErrorDetail),
    /// 502: the reply cannot be read.
    Corrupt(ErrorDetail),
    /// 502: the reply is larger than a limit.
    TooLarge(ErrorDetail),
    /// 499: the caller gave up.
    Cancelled(ErrorDetail),
}

impl LlmError {
    /// What kind of error.
    pub fn kind(&self) -> ErrorKind {
        self.context().kind
    }

    /// The status with which an HTTP host should answer its own client.
    pub fn http_status(&self) -> u16 {
        self.kind().http_status()
    }

    /// Whose fault it is, and so what a policy may do about it.
    pub fn scope(&self) -> Scope {
        self.context().scope()
    }

    /// Whether the same request may succeed later. The vendor's `x-should-retry` wins.
    pub fn is_retryable(&self) -> bool {
        self.context().is_retryable()
    }

    /// How long the vendor asks to wait, measured from its answer.
    pub fn retry_after(&self) -> Option<Duration> {
        self.context().retry_after
    }

    /// The vendor's name.
    pub fn provider(&self) -> Option<&str> {
        self.context().provider.as_deref()
    }

    /// The id of the request, for the vendor's support.
    pub fn request_id(&self) -> Option<&str> {
        self.context().request_id.as_deref()
    }

    /// What had arrived before a stream broke.
    pub fn partial(&self) -> Option<&Partial> {
        self.context().partial.as_deref()
    }

    /// The HTTP status that the vendor gave; `None` in mid-stream and where no vendor answered.
    pub fn status(&self) -> Option<u16> {
        self.context().status
    }

    /// The vendor's own code or type of error, such as `rate_limit_exceeded`.
    pub fn code(&self) -> Option<&str> {
        self.context().code.as_deref()
    }

    /// What the vendor said, cut to 512 bytes, the key scrubbed. It may echo the prompt.
    pub fn body(&self) -> Option<&str> {
        build::shown(self.context().body.as_deref())
    }

    /// Where the time ran out.
    pub fn phase(&self) -> Option<Phase> {
        self.context().phase
    }

    /// The state of the key's rate limits.
    pub fn rate_limit(&self) -> Option<&RateLimit> {
        self.context().rate_limit.as_ref()
    }

    /// The headers of the refusal that tell of limits, waits and ids. Empty where none came.
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
