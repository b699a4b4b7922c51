//! `Display` and `Debug` of errors: never a key, and a vendor's text only in the form `{:#}`.

use super::build::shown;
use super::{ErrorDetail, LlmError};
use std::fmt::{self, Write};

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
        match shown(self.0.reason.as_deref()).filter(|_| f.alternate()) {
            Some(reason) => write!(f, ": {}", OneLine(reason)),
            None => Ok(()),
        }
    }
}

/// A text without line breaks, and without what else would move a terminal's cursor.
struct OneLine<'a>(&'a str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|c| f.write_char(if c.is_control() { ' ' } else { c }))
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
            .field("reason_bytes", &self.0.reason.as_ref().map(String::len))
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
    fn the_alternate_form_adds_the_vendors_reason_scrubbed_and_cut_to_one_line() {
        let reason = format!("no tool\n'sk-1' {}", "x".repeat(600));
        let error = LlmError::new(ErrorKind::BadRequest, "")
            .with_provider("openai")
            .with_reason(reason)
            .scrubbed(&Secret::new("sk-1").unwrap().into());
        assert_eq!(error.to_string(), "openai: bad request");
        let shown = format!("{error:#}");
        assert!(shown.starts_with("openai: bad request: no tool '[key]' xxx"), "{shown}");
        assert_eq!(shown.len(), "openai: bad request: ".len() + 512);
        assert!(!format!("{error:?} {error:#?}").contains("tool"), "{error:?}");
    }

    #[test]
    fn a_wait_is_a_day_at_most() {
        let error = LlmError::new(ErrorKind::RateLimit, "").with_retry_after(Duration::MAX);
        assert_eq!(error.retry_after(), Some(Duration::from_secs(86_400)));
    }

    #[test]
    fn a_key_that_the_end_of_a_body_cuts_is_scrubbed_whatever_its_length() {
        for (at, length) in [(500, 40), (511, 2), (100, 9_000), (0, 5_000), (508, 4_200)] {
            let key = format!("sk-{}", "k".repeat(length));
            let body = format!("{}{key} is wrong", "x".repeat(at));
            let secrets = Secret::new(&key).unwrap().into();
            let error = LlmError::corrupt("").with_body(&body).with_reason(&body);
            let error = error.scrubbed(&secrets);
            for text in [error.body().unwrap(), error.reason().unwrap()] {
                assert!(!text.contains("kk") && text.len() <= 512, "{at} {length}: {text}");
            }
        }
    }

    #[test]
    fn a_body_is_cut_between_characters() {
        let error = LlmError::corrupt("").with_body("ä".repeat(400));
        assert_eq!(error.body().map(str::len), Some(512));
        let error = LlmError::corrupt("").with_body(format!("x{}", "ä".repeat(400)));
        assert_eq!(error.body().map(str::len), Some(511));
    }
}
