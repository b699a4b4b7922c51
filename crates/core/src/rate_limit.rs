//! The state of a key's rate limits, and how long to wait.

use crate::ErrorKind;
use crate::date::{http_date, rfc3339};
use crate::refusal::seconds;
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
    fn exhausted_reset(&self) -> Option<Duration> {
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

/// How long to wait: the largest wait that is told in so many words, by headers or by the body
/// (Azure sends `retry-after-ms: 0` beside a real one); else, for a rate limit, the reset of the
/// buckets with nothing left. Zero, and a date that is past, is no advice.
pub(crate) fn retry_after(
    headers: &HeaderMap,
    in_body: Option<Duration>,
    kind: ErrorKind,
) -> Option<Duration> {
    let told = ["retry-after", "llm_provider-retry-after"]
        .iter()
        .filter_map(|name| text(headers, name))
        .filter_map(|value| seconds(value).or_else(|| from_date(headers, http_date(value)?)));
    let millis = text(headers, "retry-after-ms").and_then(seconds).map(|wait| wait / 1000);
    let told = told.chain(millis).chain(in_body).filter(|wait| !wait.is_zero()).max();
    let limits = || RateLimit::from_headers(headers)?.exhausted_reset().filter(|w| !w.is_zero());
    told.or_else(|| if kind == ErrorKind::RateLimit { limits() } else { None })
}

/// The vendor's own word on whether to retry.
pub(crate) fn should_retry(headers: &HeaderMap) -> Option<bool> {
    match text(headers, "x-should-retry")? {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

/// From the answer's own date until `then`; `None` without that date, and for the past.
fn from_date(headers: &HeaderMap, then: i64) -> Option<Duration> {
    let now = text(headers, "date").and_then(http_date)?;
    u64::try_from(then.checked_sub(now)?).ok().map(Duration::from_secs)
}

/// An RFC 3339 time, seconds, or a duration such as `6m0s`, `7.66s`, `12ms`.
fn reset(headers: &HeaderMap, value: &str) -> Option<Duration> {
    rfc3339(value)
        .and_then(|then| from_date(headers, then))
        .or_else(|| seconds(value))
        .or_else(|| go_duration(value))
}

fn go_duration(mut text: &str) -> Option<Duration> {
    let mut total = Duration::ZERO;
    while !text.is_empty() {
        let unit_at = text.find(|c: char| c.is_ascii_alphabetic())?;
        let (number, rest) = text.split_at_checked(unit_at)?;
        let unit_end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let (unit, rest) = rest.split_at_checked(unit_end)?;
        let scale = match unit {
            "h" => 3600.0,
            "m" => 60.0,
            "s" => 1.0,
            "ms" => 1e-3,
            "us" => 1e-6,
            "ns" => 1e-9,
            _ => return None,
        };
        let part = number.parse::<f64>().ok().map(|number| number * scale)?;
        total = total.checked_add(Duration::try_from_secs_f64(part).ok()?)?;
        text = rest;
    }
    Some(total)
}

#[cfg(test)]
mod tests;
