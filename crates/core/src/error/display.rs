//! `Display` and `Debug` of errors: never a key, a prompt, or a vendor's text.

use super::{ErrorDetail, LlmError};
use std::fmt;

/// The maximum length of a vendor's code that is shown, in bytes.
const WORD: usize = 64;

impl fmt::Display for LlmError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.detail(), f)
    }
}

impl fmt::Display for ErrorDetail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(provider) = &self.0.provider {
            write!(f, "{provider}: ")?;
        }
        f.write_str(self.0.kind.sentence())?;
        if !self.0.message.is_empty() {
            write!(f, ": {}", self.0.message)?;
        }
        if let Some(status) = self.0.status {
            write!(f, ", HTTP {status}")?;
        }
        if let Some(code) = self.0.code.as_deref().and_then(word) {
            write!(f, ", {code}")?;
        }
        if let Some(wait) = self.0.retry_after {
            write!(f, ", retry after {} s", wait.as_secs_f64())?;
        }
        if let Some(id) = self.0.request_id.as_deref().and_then(word) {
            write!(f, ", request {id}")?;
        }
        Ok(())
    }
}

/// A vendor's code, if it looks like one: letters, digits and a few signs. Anything else may be
/// prose, which may echo a prompt.
fn word(text: &str) -> Option<&str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-.:/".contains(c);
    (!text.is_empty() && text.len() <= WORD && text.chars().all(plain)).then_some(text)
}

impl fmt::Debug for LlmError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.detail(), f)
    }
}

impl fmt::Debug for ErrorDetail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LlmError")
            .field("kind", &self.0.kind)
            .field("message", &self.0.message)
            .field("provider", &self.0.provider)
            .field("status", &self.0.status)
            .field("code", &self.0.code.as_deref().map(|code| word(code).unwrap_or("(not a word)")))
            .field("body_bytes", &self.0.body.as_ref().map(String::len))
            .field("request_id", &self.0.request_id.as_deref().and_then(word))
            .field("retry_after", &self.0.retry_after)
            .field("phase", &self.0.phase)
            .field("partial", &self.0.partial.as_ref().map(|p| p.message.content.parts().len()))
            .field("source", &self.0.source)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use crate::{ErrorKind, LlmError, Secret};
    use std::time::Duration;

    #[test]
    fn an_error_is_small_and_says_one_line_without_the_body() {
        assert!(size_of::<LlmError>() <= 64, "{}", size_of::<LlmError>());
        let error = LlmError::new(ErrorKind::RateLimit, "")
            .with_provider("openai")
            .with_status(429)
            .with_code("rate_limit_exceeded")
            .with_body("you said: my prompt, with key sk-1")
            .with_retry_after(Duration::from_millis(1500))
            .with_request_id("my prompt again")
            .scrubbed(&Secret::new("sk-1").unwrap().into());
        assert_eq!(
            error.to_string(),
            "openai: rate limit reached, HTTP 429, rate_limit_exceeded, retry after 1.5 s"
        );
        assert!(!format!("{error:?}").contains("prompt"));
        assert_eq!(error.body(), Some("you said: my prompt, with key [key]"));
    }

    #[test]
    fn a_body_is_cut_between_characters() {
        let error = LlmError::corrupt("").with_body("ä".repeat(400));
        assert_eq!(error.body().map(str::len), Some(512));
        let error = LlmError::corrupt("").with_body(format!("x{}", "ä".repeat(400)));
        assert_eq!(error.body().map(str::len), Some(511));
    }
}
