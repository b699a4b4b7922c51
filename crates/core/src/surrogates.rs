//! Lone surrogates in JSON text: `"\ud83d"` is half a character, which a Rust string cannot hold.
//! In a frame that contains one, the halves are replaced by private-use characters, so that the
//! [`Turn`](crate::Turn) can join the two halves of a character that was cut between two pieces.

use std::fmt::Write as _;

/// The first mark, which stands for U+D800.
const MARKS: u32 = 0x0010_f800;
const FIRST: std::ops::RangeInclusive<u32> = 0xd800..=0xdbff;
const SECOND: std::ops::RangeInclusive<u32> = 0xdc00..=0xdfff;

/// Replaces lone surrogates by marks; `None` if there are none, which is nearly always the case.
pub(crate) fn mark(json: &str) -> Option<String> {
    let bytes = json.as_bytes();
    let mut escapes = memchr::memchr_iter(b'\\', bytes);
    let may_be_one = escapes.any(|at| {
        let rest = bytes.get(at..).unwrap_or_default();
        matches!(rest, [_, b'u', b'd' | b'D', b'8'..=b'9' | b'a'..=b'f' | b'A'..=b'F', ..])
    });
    may_be_one.then(|| marked(json)).flatten()
}

#[cold]
fn marked(json: &str) -> Option<String> {
    // Text that uses these private-use characters keeps them, and loses the halves.
    let taken = json.chars().any(|char| u32::from(char) >= MARKS)
        || json.to_ascii_lowercase().contains("\\udbf");
    let (mut text, mut rest, mut found) = (String::with_capacity(json.len()), json, false);
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        let unit = escaped(after);
        let next = unit.and_then(|_| escaped(after.get(5..)?.strip_prefix('\\')?));
        let length = match (unit, next) {
            (Some(first), Some(second)) if FIRST.contains(&first) && SECOND.contains(&second) => 11,
            (Some(half), _) if FIRST.contains(&half) || SECOND.contains(&half) => {
                found = true;
                let mark = char::from_u32(MARKS.saturating_add(half.saturating_sub(0xd800)));
                text.push(mark.filter(|_| !taken).unwrap_or(char::REPLACEMENT_CHARACTER));
                rest = after.get(5..).unwrap_or_default();
                continue;
            }
            (Some(_), _) => 5,
            // The character after the backslash, which may be another backslash.
            (None, _) => after.chars().next().map_or(0, char::len_utf8),
        };
        let _ = write!(text, "\\{}", after.get(..length).unwrap_or_default());
        rest = after.get(length..).unwrap_or_default();
    }
    text.push_str(rest);
    found.then_some(text)
}

/// The code unit of an escape, after its backslash.
fn escaped(text: &str) -> Option<u32> {
    u32::from_str_radix(text.strip_prefix('u')?.get(..4)?, 16).ok()
}

/// Whether a character is the mark of a first half.
pub(crate) fn is_first(char: char) -> bool {
    FIRST.contains(&unit(char))
}

/// Whether a character is the mark of a second half.
pub(crate) fn is_second(char: char) -> bool {
    SECOND.contains(&unit(char))
}

/// The character that two marked halves form.
pub(crate) fn pair(first: char, second: char) -> char {
    let units = [first, second].map(|half| u16::try_from(unit(half)).unwrap_or_default());
    let whole = char::decode_utf16(units).next().and_then(Result::ok);
    whole.unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// Replaces marks by U+FFFD.
pub(crate) fn replace(text: &str) -> String {
    let lost = |char| is_first(char) || is_second(char);
    text.replace(lost, "\u{fffd}")
}

fn unit(char: char) -> u32 {
    u32::from(char).checked_sub(MARKS).map_or(0, |offset| offset.saturating_add(0xd800))
}

#[cfg(test)]
mod tests {
    use super::{is_first, is_second, mark, pair, replace};

    #[test]
    fn only_lone_surrogates_are_marked() {
        for whole in [
            r#"{"text":"plain"}"#,
            r#""\ud83d\ude00""#,
            r#""\uD55C \u4f60 \n \\ud83d""#,
            r#""\\\\ud83d \"\\""#,
            "\"\\",
            r#""\ud8"#,
        ] {
            assert_eq!(mark(whole), None, "{whole}");
        }
        for lone in [r#""\ud83d""#, r#""\uDE00""#, r#""\\\ud83d""#, r#""\ude00\ud83d\ude00""#] {
            let text = mark(lone).unwrap_or_else(|| panic!("{lone}"));
            let read: String = serde_json::from_str(&text).unwrap();
            assert!(read.contains(|char| is_first(char) || is_second(char)), "{lone}");
            assert!(replace(&read).contains('\u{fffd}'), "{lone}");
        }
    }

    #[test]
    fn marked_halves_make_the_character() {
        let read = |json: &str| serde_json::from_str::<String>(&mark(json).unwrap()).unwrap();
        let (first, second) = (read(r#""\ud83d""#), read(r#""\ude00""#));
        let halves = (first.chars().next().unwrap(), second.chars().next().unwrap());
        assert_eq!(pair(halves.0, halves.1), '😀');
    }

    #[test]
    fn text_on_the_plane_of_the_marks_is_kept() {
        let json = "\"\u{10fabc} \\ud83d\"";
        let read: String = serde_json::from_str(&mark(json).unwrap()).unwrap();
        assert_eq!(read, "\u{10fabc} \u{fffd}");
    }
}
