//! Recycled buffers and lossy text, shared by the framings.

use std::mem;

/// How much capacity an idle secondary buffer may keep.
pub(super) const SMALL: usize = 64 * 1024;

/// A text would exceed its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Overflow;

/// Moves a raw value into `text`, whose old buffer becomes the next raw one.
pub(super) fn settle(raw: &mut Vec<u8>, text: &mut String, most: usize) -> Result<(), Overflow> {
    let spare = mem::take(text).into_bytes();
    *text = decode(mem::replace(raw, spare), most)?;
    Ok(())
}

/// Empties a text; a large buffer is freed.
pub(super) fn forget(text: &mut String) {
    text.clear();
    text.shrink_to(SMALL);
}

/// The text of `raw`, with one U+FFFD for each maximal ill-formed part; an error if these make it
/// longer than `most` bytes. Sound text is neither copied nor measured.
#[inline]
pub(super) fn decode(raw: Vec<u8>, most: usize) -> Result<String, Overflow> {
    String::from_utf8(raw).or_else(|error| repair(error.as_bytes(), most))
}

/// [`decode`] for bytes that are known to be ill-formed.
#[cold]
fn repair(raw: &[u8], most: usize) -> Result<String, Overflow> {
    let replacement = |invalid: &[u8]| if invalid.is_empty() { "" } else { "\u{FFFD}" };
    let len = raw
        .utf8_chunks()
        .map(|chunk| chunk.valid().len().saturating_add(replacement(chunk.invalid()).len()))
        .fold(0, usize::saturating_add);
    if len > most {
        return Err(Overflow);
    }
    let mut text = String::with_capacity(len);
    for chunk in raw.utf8_chunks() {
        text.push_str(chunk.valid());
        text.push_str(replacement(chunk.invalid()));
    }
    Ok(text)
}
