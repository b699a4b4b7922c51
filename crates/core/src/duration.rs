//! Durations, as servers write them.

use std::time::Duration;

/// The longest retry delay.
pub(crate) const DAY: Duration = Duration::from_secs(86_400);
/// The longest accepted duration, a year: callers add it to their clock, and a hostile value would
/// overflow.
pub(crate) const YEAR: Duration = Duration::from_secs(366 * 86_400);

/// Seconds, with or without a fraction: `34.5`.
pub(crate) fn seconds(text: &str) -> Option<Duration> {
    within_a_year(text.trim().parse().ok()?)
}

/// Milliseconds: `1500`.
pub(crate) fn millis(text: &str) -> Option<Duration> {
    within_a_year(text.trim().parse::<f64>().ok()? / 1000.0)
}

fn within_a_year(seconds: f64) -> Option<Duration> {
    let finite = seconds.is_finite().then(|| seconds.min(YEAR.as_secs_f64()));
    finite.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
}

/// A duration and nothing else: `6m0s`, `7.66s`, `12ms`.
pub(crate) fn duration(text: &str) -> Option<Duration> {
    leading(text).filter(|(_, rest)| rest.trim().is_empty()).map(|(duration, _)| duration)
}

/// The duration with which a text begins, and what follows it. Its parts may stand apart, and
/// their units be whole words: `7m12s`, `1 hour 3 minutes`, `3 seconds`.
pub(crate) fn leading(text: &str) -> Option<(Duration, &str)> {
    let (mut total, mut rest) = part(text)?;
    while let Some((next, after)) = part(rest) {
        total = total.checked_add(next)?;
        rest = after;
    }
    Some((total, rest))
}

/// One number and its unit, and what follows them.
fn part(text: &str) -> Option<(Duration, &str)> {
    let (number, rest) = split(text, |c| c.is_ascii_digit() || c == '.')?;
    let (unit, rest) = split(rest, |c| c.is_ascii_alphabetic())?;
    let part = number.parse::<f64>().ok()? * scale(unit)?;
    Some((within_a_year(part)?, rest))
}

/// The longest beginning of such characters, white space before it aside, and the rest.
fn split(text: &str, fits: impl Fn(char) -> bool) -> Option<(&str, &str)> {
    let text = text.trim_start();
    text.split_at_checked(text.find(|c| !fits(c)).unwrap_or(text.len()))
}

fn scale(unit: &str) -> Option<f64> {
    Some(match unit {
        "d" | "day" | "days" => 86_400.0,
        "h" | "hr" | "hrs" | "hour" | "hours" => 3_600.0,
        "m" | "min" | "mins" | "minute" | "minutes" => 60.0,
        "s" | "sec" | "secs" | "second" | "seconds" => 1.0,
        "ms" | "millisecond" | "milliseconds" => 1e-3,
        "us" => 1e-6,
        "ns" => 1e-9,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{duration, leading, seconds};
    use std::time::Duration;

    #[test]
    fn a_duration_is_the_sum_of_its_parts() {
        for (text, millis) in [
            ("7m12s", 432_000),
            ("1h2m", 3_720_000),
            ("1m2s", 62_000),
            ("1h0m0.5s", 3_600_500),
            ("6m0s", 360_000),
            ("7.66s", 7_660),
            ("12ms", 12),
            ("2d1h", 176_400_000),
            ("3 seconds", 3_000),
            ("1 hour 3 minutes", 3_780_000),
            ("1 day", 86_400_000),
            ("99999999d", 366 * 86_400_000),
        ] {
            assert_eq!(duration(text), Some(Duration::from_millis(millis)), "{text}");
            let sentence = format!("{text}. Visit our page");
            let (found, rest) = leading(&sentence).unwrap();
            assert_eq!((found.as_millis(), rest), (millis.into(), ". Visit our page"), "{text}");
        }
    }

    #[test]
    fn what_has_no_number_or_no_known_unit_is_no_duration() {
        for text in ["", "soon", "5", "5 apples", "-3s", "1.2.3s", "an hour", "s", "NaNs", "1e400s"]
        {
            assert_eq!(duration(text), None, "{text}");
        }
        assert_eq!(duration("3s 2x"), None);
    }

    #[test]
    fn seconds_may_have_a_fraction_and_are_never_negative() {
        assert_eq!(seconds(" 2.5 "), Some(Duration::from_millis(2_500)));
        let year = Some(Duration::from_secs(366 * 86_400));
        for text in ["1.8e19", "18446744073709551615", "1e300"] {
            assert_eq!(seconds(text), year, "{text}");
        }
        for text in ["", "-4", "NaN", "inf", "3s"] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}
