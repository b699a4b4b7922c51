//! The state of a key's rate limits.

use crate::date::{http_date, rfc3339};
use crate::duration::{YEAR, duration, seconds};
use http::HeaderMap;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The state of a key's rate limits, read from the headers of a response.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct RateLimit {
    /// Requests.
    pub requests: RateBucket,
    /// Tokens of any kind.
    pub tokens: RateBucket,
    /// Input tokens, if limited separately.
    pub input_tokens: RateBucket,
    /// Output tokens, if limited separately.
    pub output_tokens: RateBucket,
}

/// One limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct RateBucket {
    /// The maximum in a window.
    pub limit: Option<u64>,
    /// How many are left.
    pub remaining: Option<u64>,
    /// The time until the limit resets, from the response.
    pub reset: Option<Duration>,
}

impl RateLimit {
    /// Reads `anthropic-ratelimit-KIND-FIELD` and `x-ratelimit-FIELD-KIND`, in one pass; `None` if
    /// there are none.
    pub fn from_headers(headers: &HeaderMap) -> Option<Self> {
        let mut read = Self::default();
        for (name, value) in headers {
            let Some((kind, field)) = kind_and_field(name.as_str()) else { continue };
            if let (Some(bucket), Ok(text)) = (read.bucket(kind), value.to_str()) {
                bucket.take(field, text.trim(), headers);
            }
        }
        (read != Self::default()).then_some(read)
    }

    fn bucket(&mut self, kind: &str) -> Option<&mut RateBucket> {
        match kind {
            "requests" => Some(&mut self.requests),
            "tokens" => Some(&mut self.tokens),
            "input-tokens" => Some(&mut self.input_tokens),
            "output-tokens" => Some(&mut self.output_tokens),
            _ => None,
        }
    }

    /// The longest reset among exhausted buckets.
    pub(crate) fn exhausted_reset(&self) -> Option<Duration> {
        [self.requests, self.tokens, self.input_tokens, self.output_tokens]
            .iter()
            .filter(|bucket| bucket.remaining == Some(0))
            .filter_map(|bucket| bucket.reset)
            .max()
    }
}

impl RateBucket {
    /// Sets a field, unless it is set: of several the first one counts.
    fn take(&mut self, field: &str, text: &str, headers: &HeaderMap) {
        match field {
            "limit" => self.limit = self.limit.or_else(|| text.parse().ok()),
            "remaining" => self.remaining = self.remaining.or_else(|| text.parse().ok()),
            "reset" => self.reset = self.reset.or_else(|| reset(headers, text)),
            _ => {}
        }
    }
}

/// The kind and field of a rate limit header: `("input-tokens", "remaining")`.
fn kind_and_field(name: &str) -> Option<(&str, &str)> {
    // Every header of every answer comes by here.
    let at = memchr::memmem::find(name.as_bytes(), b"ratelimit-")?;
    let (prefix, rest) = (name.get(..at)?, name.get(at..)?.strip_prefix("ratelimit-")?);
    if prefix == "x-" {
        let (field, kind) = rest.split_once('-')?;
        return Some((kind, field));
    }
    // After a vendor's name the kind comes first.
    if prefix.ends_with('-') { rest.rsplit_once('-') } else { None }
}

/// A header as text, if present.
pub(crate) fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

/// From the response's own date until `then`; `None` without that date, and for the past.
pub(crate) fn from_date(headers: &HeaderMap, then: i64) -> Option<Duration> {
    let now = text(headers, "date").and_then(http_date)?;
    let seconds = u64::try_from(then.checked_sub(now)?).ok()?;
    Some(Duration::from_secs(seconds).min(YEAR))
}

/// An RFC 3339 time, seconds, or a duration such as `6m0s`, `7.66s`, `12ms`.
fn reset(headers: &HeaderMap, value: &str) -> Option<Duration> {
    rfc3339(value)
        .and_then(|then| from_date(headers, then))
        .or_else(|| seconds(value))
        .or_else(|| duration(value))
}

#[cfg(test)]
mod tests;
