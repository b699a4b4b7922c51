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

#[test]
fn every_bucket_and_field_of_both_families_is_read() {
    for (limit, remaining, reset) in [
        ("x-ratelimit-limit-", "x-ratelimit-remaining-", "x-ratelimit-reset-"),
        ("anthropic-ratelimit-", "anthropic-ratelimit-", "anthropic-ratelimit-"),
    ] {
        let mut sent = HeaderMap::new();
        let kinds = ["requests", "tokens", "input-tokens", "output-tokens"];
        for (n, kind) in (1u64..).zip(kinds) {
            for (prefix, field, value) in
                [(limit, "limit", n), (remaining, "remaining", n * 10), (reset, "reset", n * 100)]
            {
                let family = prefix.starts_with("anthropic");
                let name = if family {
                    format!("{prefix}{kind}-{field}")
                } else {
                    format!("{prefix}{kind}")
                };
                sent.insert(HeaderName::try_from(name).unwrap(), value.into());
            }
        }
        let read = RateLimit::from_headers(&sent).unwrap();
        let buckets = [read.requests, read.tokens, read.input_tokens, read.output_tokens];
        for (n, bucket) in (1..).zip(buckets) {
            assert_eq!((bucket.limit, bucket.remaining), (Some(n), Some(n * 10)), "{limit}");
            assert_eq!(bucket.reset, Some(Duration::from_secs(n * 100)), "{limit}");
        }
    }
}

#[test]
fn what_is_no_limit_is_passed_over() {
    let none = [
        ("x-ratelimit-limit", "3"),
        ("x-ratelimit-limit-apples", "3"),
        ("x-ratelimit-colour-tokens", "3"),
        ("x-ratelimit-limit-tokens", "many"),
        ("anthropic-ratelimit-unified-5h-utilization", "0.3"),
        ("ratelimit-limit-tokens", "3"),
    ];
    assert_eq!(RateLimit::from_headers(&headers(&none)), None);
    let mut twice = headers(&[("x-ratelimit-limit-tokens", "3")]);
    twice.append("x-ratelimit-limit-tokens", HeaderValue::from_static("4"));
    assert_eq!(RateLimit::from_headers(&twice).unwrap().tokens.limit, Some(3));
}
