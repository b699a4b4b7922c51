//! The state of a key's rate limits, and how long to wait.

use crate::date::{http_date, rfc3339};
use crate::duration::{duration, seconds};
use http::HeaderMap;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// What is left of a key's rate limits, read from the headers of an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct RateLimit {
    /// Requests.
    pub requests: RateBucket,
    /// Tokens of any kind.
    pub tokens: RateBucket,
    /// Input tokens, where they are limited apart.
    pub input_tokens: RateBucket,
    /// Output tokens, where they are limited apart.
    pub output_tokens: RateBucket,
}

/// One limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct RateBucket {
    /// How many there may be in a window.
    pub limit: Option<u64>,
    /// How many are left.
    pub remaining: Option<u64>,
    /// When it is full again, from the answer on.
    pub reset: Option<Duration>,
}

impl RateLimit {
    /// Reads `anthropic-ratelimit-KIND-FIELD` and `x-ratelimit-FIELD-KIND`; `None` where there is
    /// neither.
    pub fn from_headers(headers: &HeaderMap) -> Option<Self> {
        let bucket = |kind: &str| RateBucket {
            limit: field(headers, kind, "limit").and_then(|text| text.parse().ok()),
            remaining: field(headers, kind, "remaining").and_then(|text| text.parse().ok()),
            reset: field(headers, kind, "reset").and_then(|text| reset(headers, text)),
        };
        let read = Self {
            requests: bucket("requests"),
            tokens: bucket("tokens"),
            input_tokens: bucket("input-tokens"),
            output_tokens: bucket("output-tokens"),
        };
        (read != Self::default()).then_some(read)
    }

    /// The longest reset of the buckets with nothing left.
    pub(crate) fn exhausted_reset(&self) -> Option<Duration> {
        [self.requests, self.tokens, self.input_tokens, self.output_tokens]
            .iter()
            .filter(|bucket| bucket.remaining == Some(0))
            .filter_map(|bucket| bucket.reset)
            .max()
    }
}

fn field<'h>(headers: &'h HeaderMap, kind: &str, field: &str) -> Option<&'h str> {
    text(headers, &format!("anthropic-ratelimit-{kind}-{field}"))
        .or_else(|| text(headers, &format!("x-ratelimit-{field}-{kind}")))
}

/// A header as text, if it is there.
pub(crate) fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

/// From the answer's own date until `then`; `None` without that date, and for the past.
pub(crate) fn from_date(headers: &HeaderMap, then: i64) -> Option<Duration> {
    let now = text(headers, "date").and_then(http_date)?;
    u64::try_from(then.checked_sub(now)?).ok().map(Duration::from_secs)
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
