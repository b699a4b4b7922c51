//! The fast path: an event that lies whole in one chunk, as slices of it.

use std::str;

use memchr::memchr2;

/// An event found whole, and what follows it.
pub(super) struct Whole<'i> {
    pub(super) name: &'i str,
    pub(super) data: &'i str,
    pub(super) rest: &'i [u8],
}

/// The event at the start of `input`, if it is plain: an optional `event:` line, one `data:` line,
/// a blank line, sound UTF-8, at most `room` bytes.
///
/// `None` decides nothing: the line machine then starts from the same byte. Since it consumes what
/// was scanned here before this is tried again, no byte is scanned here twice. If the event's last
/// CR ends the chunk, an LF that belongs to it reads as one more blank line, which does nothing.
pub(super) fn event(input: &[u8], room: usize) -> Option<Whole<'_>> {
    let (name, input) = match input.strip_prefix(b"event:") {
        Some(value) => first_line(value).map(|line| (without_space(line.text), line.rest))?,
        None => (&[][..], input),
    };
    let line = first_line(input.strip_prefix(b"data:")?)?;
    let data = without_space(line.text);
    let (rest, _) = after_line_end(line.rest)?;
    if name.len().saturating_add(data.len()) > room {
        return None;
    }
    let (name, data) = (str::from_utf8(name).ok()?, str::from_utf8(data).ok()?);
    Some(Whole { name, data, rest })
}

/// A line without its end, and what follows.
pub(super) struct FirstLine<'i> {
    pub(super) text: &'i [u8],
    pub(super) rest: &'i [u8],
    /// The input ended in this line's CR, so that an LF may still belong to it.
    pub(super) ended_in_cr: bool,
}

/// The first line of `input`; `None` if no line ends in it.
pub(super) fn first_line(input: &[u8]) -> Option<FirstLine<'_>> {
    let (text, end) = input.split_at_checked(memchr2(b'\r', b'\n', input)?)?;
    let (rest, ended_in_cr) = after_line_end(end)?;
    Some(FirstLine { text, rest, ended_in_cr })
}

/// What follows the line end that opens `input`, and whether a CR was the last byte of all.
fn after_line_end(input: &[u8]) -> Option<(&[u8], bool)> {
    match input {
        [b'\n', rest @ ..] | [b'\r', b'\n', rest @ ..] => Some((rest, false)),
        [b'\r', rest @ ..] => Some((rest, rest.is_empty())),
        _ => None,
    }
}

fn without_space(value: &[u8]) -> &[u8] {
    value.strip_prefix(b" ").unwrap_or(value)
}
