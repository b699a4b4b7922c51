use super::RateLimit;
use http::{HeaderMap, HeaderName, HeaderValue};
use std::time::Duration;

fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
    let pair = |(name, value): &(&'static str, &'static str)| {
        (HeaderName::from_static(name), HeaderValue::from_static(value))
    };
    pairs.iter().map(pair).collect()
}

#[test]
fn durations_are_read_as_go_prints_them() {
    let reset = |text: &'static str| {
        RateLimit::from_headers(&headers(&[("x-ratelimit-reset-tokens", text)]))?.tokens.reset
    };
    assert_eq!(reset("6m0s"), Some(Duration::from_secs(360)));
    assert_eq!(reset("7.66s"), Some(Duration::from_millis(7660)));
    assert_eq!(reset("12ms"), Some(Duration::from_millis(12)));
    assert_eq!(reset("soon"), None);
}
