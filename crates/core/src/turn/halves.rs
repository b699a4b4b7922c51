//! Characters that were cut in two: servers that write JSON in ASCII and cut it anywhere send an
//! emoji as two escapes, of which the second may come with the next piece.

use super::Turn;
use crate::surrogates;
use std::borrow::Cow;

/// The maximum number of halves that wait: one for each part, and more for nobody.
const MAX_WAITING: usize = 4096;

/// First halves that wait for the second one.
#[derive(Debug, Default)]
pub(super) struct Halves {
    /// Whether the halves in this frame are marked.
    pub(super) marked: bool,
    waiting: Vec<(u64, Lane, char)>,
}

/// What a key identifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lane {
    Text,
    Reasoning,
    Arguments,
    /// Text that a decoder keeps.
    Kept,
}

impl Halves {
    /// The piece, unchanged unless it contains or follows a half.
    pub(super) fn join<'a>(&mut self, key: u64, lane: Lane, piece: Cow<'a, str>) -> Cow<'a, str> {
        if !self.marked && self.waiting.is_empty() {
            return piece;
        }
        Cow::Owned(self.joined(key, lane, &piece))
    }

    /// JSON text, with halves replaced.
    pub(super) fn replaced(&self, json: String) -> String {
        if self.marked { surrogates::replace(&json) } else { json }
    }

    #[cold]
    fn joined(&mut self, key: u64, lane: Lane, piece: &str) -> String {
        let mut first = None;
        if !piece.is_empty() {
            let at = self.waiting.iter().position(|(k, l, _)| (*k, *l) == (key, lane));
            first = at.map(|at| self.waiting.swap_remove(at).2);
        }
        let mut whole = String::with_capacity(piece.len());
        for char in piece.chars() {
            let (is_first, is_second) = match self.marked {
                true => (surrogates::is_first(char), surrogates::is_second(char)),
                false => (false, false),
            };
            match first.take() {
                Some(first) if is_second => {
                    whole.push(surrogates::pair(first, char));
                    continue;
                }
                Some(_) => whole.push(char::REPLACEMENT_CHARACTER),
                None => {}
            }
            match is_first {
                true => first = Some(char),
                false if is_second => whole.push(char::REPLACEMENT_CHARACTER),
                false => whole.push(char),
            }
        }
        whole.extend(first.and_then(|first| self.wait(key, lane, first)));
        whole
    }

    /// A first half waits for the second one; gives what stands for it where there is no room.
    fn wait(&mut self, key: u64, lane: Lane, first: char) -> Option<char> {
        if self.waiting.len() >= MAX_WAITING {
            return Some(char::REPLACEMENT_CHARACTER);
        }
        self.waiting.push((key, lane, first));
        None
    }
}

impl Turn {
    /// For a decoder that keeps a piece of JSON until a later frame: the piece as it may be kept.
    /// Lone surrogates in it are replaced, and halves of a character that was cut between two
    /// pieces under the same key are joined.
    pub fn kept<'a>(&mut self, key: u64, piece: Cow<'a, str>) -> Cow<'a, str> {
        self.halves.join(key, Lane::Kept, piece)
    }

    /// Whether there are lone surrogates in the frame.
    #[inline]
    pub fn has_halves(&self) -> bool {
        self.halves.marked
    }

    /// Text as it may be kept or told, outside of what grows: lone surrogates in it are replaced,
    /// since their other half cannot come any more.
    pub fn without_halves<'a>(&self, text: Cow<'a, str>) -> Cow<'a, str> {
        if self.halves.marked { Cow::Owned(surrogates::replace(&text)) } else { text }
    }

    /// The rest of the text `whole`, of which `sent` has been added to the part `key`. `None` if
    /// `sent` is not its beginning.
    pub fn rest_of(&self, key: u64, sent: &str, whole: &str) -> Option<String> {
        let whole = self.halves.replaced(whole.to_owned());
        let rest = whole.strip_prefix(sent)?;
        // A waiting half is emitted when its part ends, at the latest.
        let waits = self.halves.waiting.iter().any(|(of, ..)| *of == key);
        let lost = rest.strip_prefix(char::REPLACEMENT_CHARACTER).filter(|_| waits);
        Some(lost.unwrap_or(rest).to_owned())
    }

    /// Replaces the remaining halves of the part `key`, or of all parts, by U+FFFD.
    pub(super) fn finish_halves(&mut self, key: Option<u64>) {
        while let Some(at) =
            self.halves.waiting.iter().position(|(of, ..)| key.is_none_or(|key| key == *of))
        {
            let (key, lane, _) = self.halves.waiting.swap_remove(at);
            let lost = Cow::Borrowed("\u{fffd}");
            // This cannot exceed the limit: the half took as many bytes.
            let _ = match lane {
                Lane::Text => self.text(key, lost),
                Lane::Reasoning => self.reasoning(key, lost),
                Lane::Arguments => self.call_delta(key, lost),
                Lane::Kept => Ok(()),
            };
        }
    }
}
