//! The error for a refusal.

use super::Refusal;
use super::wait::{retry_after, should_retry};
use crate::{ErrorKind, Head, LlmError, Phase, RateLimit, Secrets};

impl LlmError {
    /// The error for a vendor's refusal, with everything from the response's head and body.
    pub(crate) fn refused(
        kind: ErrorKind,
        refusal: &Refusal,
        head: &Head,
        body: &str,
        secrets: &Secrets,
    ) -> Self {
        let mut error = Self::new(kind, "").with_headers(&head.headers);
        if let Some(reason) = refusal.message.as_deref().or_else(|| plain_text(body)) {
            error = error.with_reason(secrets.scrub(reason));
        }
        error = error.with_body(secrets.scrub(body));
        if let Some(status) = refusal.status {
            error = error.with_status(status);
        }
        if let Some(code) = refusal.code.as_ref().or(refusal.kind.as_ref()) {
            error = error.with_code(code);
        }
        if kind == ErrorKind::Timeout {
            error = error.with_phase(Phase::Upstream);
        }
        if let Some(limit) = RateLimit::from_headers(&head.headers) {
            error = error.with_rate_limit(limit);
        }
        if let Some(wait) = retry_after(&head.headers, refusal.wait, kind) {
            error = error.with_retry_after(wait);
        }
        if let Some(retry) = should_retry(&head.headers) {
            error = error.with_should_retry(retry);
        }
        if let Some(id) = refusal.request_id.clone().or_else(|| head.request_id()) {
            error = error.with_request_id(id);
        }
        error.scrubbed(secrets)
    }
}

/// The reason in a body that is neither JSON nor a page: gateways answer with a line of text.
fn plain_text(body: &str) -> Option<&str> {
    let text = body.trim();
    (!text.is_empty() && !text.starts_with(['{', '[', '<'])).then_some(text)
}
