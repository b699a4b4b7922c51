//! Removing secrets from errors.

use super::LlmError;
use super::detail::Context;
use crate::Secrets;
use http::HeaderValue;

impl LlmError {
    /// Removes every occurrence of these secrets from the vendor's text and headers.
    pub fn scrubbed(self, secrets: &Secrets) -> Self {
        if secrets.is_empty() {
            return self;
        }
        self.with(|context| {
            let Context { body, reason, code, request_id, .. } = &mut *context;
            let texts = [body, reason, code, request_id];
            for text in texts.into_iter().flatten() {
                *text = secrets.scrub(text);
            }
            for value in context.headers.values_mut() {
                let text = String::from_utf8_lossy(value.as_bytes());
                if secrets.are_in(&text) {
                    let scrubbed = HeaderValue::try_from(secrets.scrub(&text));
                    *value = scrubbed.unwrap_or(HeaderValue::from_static("[key]"));
                }
            }
        })
    }
}
