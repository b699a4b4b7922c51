//! Retry delays in refusals.

use crate::date::http_date;
use crate::duration::{DAY, leading, millis, seconds};
use crate::rate_limit::{from_date, text};
use crate::{ErrorKind, RateLimit};
use http::HeaderMap;
use serde_json::Value;
use std::time::Duration;

/// How long to wait: the largest explicit delay in headers or body (Azure sends `retry-after-ms: 0`
/// next to a real one); else, for a rate limit, the reset of exhausted buckets. Zero and past dates
/// are ignored. Capped at a day: callers may add it to the time, and a longer delay is not useful
/// advice.
pub(super) fn retry_after(
    headers: &HeaderMap,
    in_body: Option<Duration>,
    kind: ErrorKind,
) -> Option<Duration> {
    let delays = ["retry-after", "llm_provider-retry-after"]
        .iter()
        .filter_map(|name| text(headers, name))
        .filter_map(|value| seconds(value).or_else(|| from_date(headers, http_date(value)?)));
    // Azure's SDKs read both names.
    let millis = ["retry-after-ms", "x-ms-retry-after-ms"]
        .iter()
        .filter_map(|name| millis(text(headers, name)?));
    let delays = delays.chain(millis).chain(in_body).filter(|wait| !wait.is_zero()).max();
    let limits = || RateLimit::from_headers(headers)?.exhausted_reset().filter(|w| !w.is_zero());
    let wait = delays.or_else(|| if kind == ErrorKind::RateLimit { limits() } else { None });
    wait.map(|wait| wait.min(DAY))
}

/// The vendor's advice on whether to retry.
pub(super) fn should_retry(headers: &HeaderMap) -> Option<bool> {
    match text(headers, "x-should-retry")? {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// Google's `{"@type": "..RetryInfo", "retryDelay": "34.4s"}` among an error's details.
pub(super) fn retry_delay(details: &Value) -> Option<Duration> {
    let delays = details.as_array()?.iter().filter_map(|detail| detail.get("retryDelay")?.as_str());
    delays.filter_map(|delay| seconds(delay.strip_suffix('s')?)).max()
}

/// Kimi's "please try again after 3 seconds", OpenAI's "Please try again in 1m2s", Azure's "Please
/// retry after 17 seconds", Google's "Please retry in 34.4s".
pub(super) fn asked_wait(message: &str) -> Option<Duration> {
    const PHRASES: [&str; 4] = ["try again after ", "try again in ", "retry after ", "retry in "];
    let after = |phrase: &&str| message.get(message.find(*phrase)?.checked_add(phrase.len())?..);
    leading(PHRASES.iter().find_map(after)?).map(|(wait, _)| wait)
}

#[cfg(test)]
mod tests;
