//! Dates in headers. There is no clock here: they are only compared with each other.

use std::time::UNIX_EPOCH;

/// Seconds since 1970 of an HTTP date, in each of the three forms that RFC 9110 (5.6.7) requires
/// recipients to accept: `Sun, 06 Nov 1994 08:49:37 GMT`, and the obsolete `Sunday, 06-Nov-94
/// 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`.
pub(crate) fn http_date(text: &str) -> Option<i64> {
    let time = httpdate::parse_http_date(text).ok()?;
    i64::try_from(time.duration_since(UNIX_EPOCH).ok()?.as_secs()).ok()
}

/// Seconds since 1970 of an RFC 3339 time, `2026-11-22T10:00:00Z`; fractions are dropped.
pub(crate) fn rfc3339(text: &str) -> Option<i64> {
    let (date, rest) = text.split_once(['T', 't', ' '])?;
    let mut parts = date.split('-').map(number);
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let zone_at = rest.find(['Z', 'z', '+', '-'])?;
    let (clock, zone) = rest.split_at_checked(zone_at)?;
    let clock = clock.split_once('.').map_or(clock, |(whole, _)| whole);
    Some(civil(year, month, day)? + time_of_day(clock)? - offset(zone)?)
}

fn offset(zone: &str) -> Option<i64> {
    let (sign, clock) = zone.split_at_checked(1)?;
    match sign {
        "Z" | "z" => clock.is_empty().then_some(0),
        "+" => time_of_day(clock),
        _ => time_of_day(clock).map(|seconds| -seconds),
    }
}

/// Seconds of `HH:MM` or `HH:MM:SS`.
fn time_of_day(clock: &str) -> Option<i64> {
    let mut parts = clock.split(':').map(number);
    let (hours, minutes) = (parts.next()??, parts.next()??);
    let seconds = parts.next().unwrap_or(Some(0))?;
    (hours < 24 && minutes < 60 && seconds <= 60).then_some(hours * 3600 + minutes * 60 + seconds)
}

fn number(digits: &str) -> Option<i64> {
    let plain = (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| digits.parse().ok())?
}

/// Seconds from 1970 to a day, by counting in years that begin in March (so that the leap day is
/// their last). Every argument has at most four digits.
fn civil(year: i64, month: i64, day: i64) -> Option<i64> {
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some(())?;
    let year = if month <= 2 { year - 1 } else { year };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    Some((365 * year + leap_days + day_of_year - 719_468) * 86_400)
}

#[cfg(test)]
mod tests {
    use super::{http_date, rfc3339};

    #[test]
    fn known_points_in_time() {
        for date in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
        ] {
            assert_eq!(http_date(date), Some(784_111_777), "{date}");
        }
        assert_eq!(http_date("Tuesday, 24-Nov-26 10:00:00 GMT"), rfc3339("2026-11-24T10:00:00Z"));
        assert_eq!(http_date("Tue Nov 24 10:00:00 2026"), rfc3339("2026-11-24T10:00:00Z"));
        assert_eq!(rfc3339("1994-11-06T08:49:37Z"), Some(784_111_777));
        assert_eq!(rfc3339("1994-11-06T10:49:37.25+02:00"), Some(784_111_777));
        assert_eq!(rfc3339("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(rfc3339("2000-02-29T00:00:00Z"), Some(951_782_400));
        assert_eq!(rfc3339("2000-03-01T00:00:00Z"), Some(951_868_800));
    }

    #[test]
    fn nonsense_is_no_time() {
        for text in ["", "soon", "99999-01-01T00:00:00Z", "2026-13-01T00:00:00Z", "2026-11-22"] {
            assert_eq!(rfc3339(text), None, "{text}");
            assert_eq!(http_date(text), None, "{text}");
        }
        for text in [
            "Sun, 06 Nov 1994 25:49:37 GMT",
            "Sun, 06 Now 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 06 Nov 194 08:49:37 GMT",
            "Sun Nov 6 1994",
            "06 Nov 1994 08:49:37 GMT",
        ] {
            assert_eq!(http_date(text), None, "{text}");
        }
    }
}
