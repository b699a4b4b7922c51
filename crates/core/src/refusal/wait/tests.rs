use super::retry_after;
use crate::{ErrorKind, RateLimit};
use http::{HeaderMap, HeaderName, HeaderValue};
use std::time::Duration;

fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
    let pair = |(name, value): &(&'static str, &'static str)| {
        (HeaderName::from_static(name), HeaderValue::from_static(value))
    };
    pairs.iter().map(pair).collect()
}

fn wait(pairs: &[(&'static str, &'static str)]) -> Option<Duration> {
    retry_after(&headers(pairs), None, ErrorKind::RateLimit)
}

#[test]
fn the_largest_wait_that_is_told_wins_and_zero_is_none() {
    assert_eq!(wait(&[("retry-after", "2.5")]), Some(Duration::from_millis(2500)));
    let azure = [("retry-after-ms", "0"), ("retry-after", "17")];
    assert_eq!(wait(&azure), Some(Duration::from_secs(17)));
    for name in ["retry-after-ms", "x-ms-retry-after-ms"] {
        assert_eq!(wait(&[(name, "1500")]), Some(Duration::from_millis(1500)), "{name}");
    }
    assert_eq!(wait(&[("retry-after", "0")]), None);
    assert_eq!(wait(&[("retry-after", "-4")]), None);
    assert_eq!(wait(&[("retry-after", "NaN")]), None);
}

#[test]
fn a_date_counts_from_the_answers_own_date() {
    let now = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
    let then = ("retry-after", "Sun, 06 Nov 1994 08:50:07 GMT");
    assert_eq!(wait(&[now, then]), Some(Duration::from_secs(30)));
    for then in ["Sunday, 06-Nov-94 08:50:07 GMT", "Sun Nov  6 08:50:07 1994"] {
        assert_eq!(wait(&[now, ("retry-after", then)]), Some(Duration::from_secs(30)), "{then}");
    }
    assert_eq!(wait(&[then]), None);
    let past = ("retry-after", "Sun, 06 Nov 1994 08:00:00 GMT");
    assert_eq!(wait(&[now, past]), None);
}

#[test]
fn empty_buckets_tell_a_wait_when_nothing_else_does() {
    let buckets = [
        ("date", "Sun, 06 Nov 1994 08:49:37 GMT"),
        ("anthropic-ratelimit-requests-remaining", "3"),
        ("anthropic-ratelimit-requests-reset", "1994-11-06T09:49:37Z"),
        ("anthropic-ratelimit-input-tokens-remaining", "0"),
        ("anthropic-ratelimit-input-tokens-reset", "1994-11-06T08:49:47Z"),
    ];
    assert_eq!(wait(&buckets), Some(Duration::from_secs(10)));
    let read = RateLimit::from_headers(&headers(&buckets)).unwrap();
    assert_eq!(read.requests.remaining, Some(3));
    let overloaded = retry_after(&headers(&buckets), None, ErrorKind::ServiceUnavailable);
    assert_eq!(overloaded, None);
}

#[test]
fn no_wait_is_longer_than_a_day() {
    let day = Some(Duration::from_secs(86_400));
    assert_eq!(wait(&[("retry-after", "18446744073709551615")]), day);
    assert_eq!(wait(&[("retry-after-ms", "1e15")]), day);
    let dates = [
        ("date", "Sun, 06 Nov 1994 08:49:37 GMT"),
        ("retry-after", "Thu, 06 Nov 2994 08:49:37 GMT"),
    ];
    assert_eq!(wait(&dates), day);
    let in_body = Some(Duration::MAX);
    assert_eq!(retry_after(&HeaderMap::new(), in_body, ErrorKind::RateLimit), day);
    let bucket = [("x-ratelimit-remaining-tokens", "0"), ("x-ratelimit-reset-tokens", "9999h")];
    assert_eq!(wait(&bucket), day);
    assert_eq!(wait(&[("retry-after", "86399")]), Some(Duration::from_secs(86_399)));
}
