//! Constructors of errors.

use super::detail::Context;
use super::{ErrorDetail, ErrorKind, LlmError, Partial, Phase};
use crate::RateLimit;
use crate::duration::DAY;
use http::HeaderMap;
use std::borrow::Cow;
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

/// How much of a vendor's body is kept for display, in bytes.
const BODY: usize = 512;
/// How much more of it is kept, so that a secret at the cut is found and removed first.
const MARGIN: usize = 4096;

impl LlmError {
    /// An error of this kind. The message is one sentence for the host's client: it must contain no
    /// key, no prompt and nothing that a vendor sent.
    pub fn new(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        Self::assemble(ErrorDetail(Box::new(Context::new(kind, message.into()))))
    }

    /// An invalid request, found before it was sent.
    pub fn bad_request(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::BadRequest, message)
    }

    /// A provider that is not set up correctly: an error of the operator, not of the request.
    pub fn configuration(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Configuration, message)
    }

    /// A reply that ended before it was complete.
    pub fn truncated(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Truncated, message)
    }

    /// A reply that could not be decoded.
    pub fn corrupt(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Corrupt, message)
    }

    /// A timeout that expired after `budget`.
    pub fn timeout(phase: Phase, budget: Duration) -> Self {
        let message = format!("{phase}: nothing within {} ms", budget.as_millis());
        Self::new(ErrorKind::Timeout, message).with(|context| context.phase = Some(phase))
    }

    /// Sets the vendor's name, unless there is one.
    pub fn with_provider(self, name: impl Into<String>) -> Self {
        self.with(|context| {
            context.provider.get_or_insert_with(|| name.into());
        })
    }

    /// Sets the vendor's HTTP status.
    pub fn with_status(self, status: u16) -> Self {
        self.with(|context| context.status = Some(status))
    }

    /// Sets the vendor's own error code.
    pub fn with_code(self, code: impl Into<String>) -> Self {
        self.with(|context| context.code = Some(code.into()))
    }

    /// Sets the vendor's text. 512 bytes of it are shown.
    pub fn with_body(self, body: impl AsRef<str>) -> Self {
        let kept = cut(body.as_ref(), BODY.saturating_add(MARGIN)).to_owned();
        self.with(|context| context.body = Some(kept))
    }

    /// Sets the reason that the vendor gave. 512 bytes of it are shown.
    pub fn with_reason(self, reason: impl AsRef<str>) -> Self {
        let kept = cut(reason.as_ref(), BODY.saturating_add(MARGIN)).to_owned();
        self.with(|context| context.reason = Some(kept))
    }

    /// Sets the vendor's id of the request, unless there is one.
    pub fn with_request_id(self, id: impl Into<String>) -> Self {
        self.with(|context| {
            context.request_id.get_or_insert_with(|| id.into());
        })
    }

    /// Sets how long the vendor asks to wait, capped at a day: callers add it to the time, and a
    /// longer delay is not useful advice.
    pub fn with_retry_after(self, wait: Duration) -> Self {
        self.with(|context| context.retry_after = Some(wait.min(DAY)))
    }

    /// Sets whether the vendor advises to retry.
    pub fn with_should_retry(self, retry: bool) -> Self {
        self.with(|context| context.should_retry = Some(retry))
    }

    /// Sets the state of the key's rate limits.
    pub fn with_rate_limit(self, rate_limit: RateLimit) -> Self {
        self.with(|context| context.rate_limit = Some(rate_limit))
    }

    /// Keeps the headers about rate limits, retries and request ids.
    pub fn with_headers(self, headers: &HeaderMap) -> Self {
        let telling = |name: &str| {
            ["ratelimit", "retry", "request-id", "trace-id"].iter().any(|word| name.contains(word))
                || name == "date"
        };
        let kept = headers.iter().filter(|(name, _)| telling(name.as_str()));
        let kept = kept.map(|(name, value)| (name.clone(), value.clone())).collect();
        self.with(|context| context.headers = kept)
    }

    /// Sets which timeout expired.
    pub fn with_phase(self, phase: Phase) -> Self {
        self.with(|context| context.phase = Some(phase))
    }

    /// Sets the partial reply.
    pub fn with_partial(self, partial: Partial) -> Self {
        self.with(|context| context.partial = Some(Arc::new(partial)))
    }

    /// Sets the source of the error. It must not print a key, a prompt or a URL's query.
    pub fn with_source(self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.with(|context| context.source = Some(Arc::from(source.into())))
    }

    /// Adds the place where it happened.
    pub(crate) fn located(self, place: &str) -> Self {
        self.with(|context| context.message = format!("{place}: {}", context.message).into())
    }

    pub(super) fn with(self, change: impl FnOnce(&mut Context)) -> Self {
        let mut detail = self.into_detail();
        change(&mut detail.0);
        Self::assemble(detail)
    }
}

/// The part of a vendor's body that is shown.
pub(super) fn shown(body: Option<&str>) -> Option<&str> {
    body.map(|body| cut(body, BODY))
}

/// At most `max` bytes of the start of `text`, cut between characters.
pub(crate) fn cut(text: &str, max: usize) -> &str {
    if text.len() <= max {
        return text;
    }
    let mut end = max;
    while !text.is_char_boundary(end) {
        end = end.saturating_sub(1);
    }
    text.get(..end).unwrap_or_default()
}
