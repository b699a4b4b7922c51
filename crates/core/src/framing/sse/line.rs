//! Where the decoder stands in the current line.

use std::mem;

use super::{SseError, block::Block, field::Field, ignored::Ignored};

const BOM: &[u8] = b"\xEF\xBB\xBF";

/// A place in a line; lines may come in any number of parts.
#[derive(Debug, Clone, Copy)]
pub(super) enum Line {
    /// The start of the stream, after so many bytes of a byte-order mark.
    Bom(usize),
    Start,
    /// The start of a line after a CR that closed the chunk before.
    AfterCr,
    /// After so many bytes of this field's name.
    Name(Field, usize),
    /// After the colon, where one space is dropped.
    Space(Field),
    Value(Field),
    Comment,
    Ignored,
}

impl Line {
    /// The start of a line. When the chunk ended in CR, an LF that opens the next one belongs
    /// to it.
    pub(super) const fn start(ended_in_cr: bool) -> Self {
        if ended_in_cr { Self::AfterCr } else { Self::Start }
    }

    /// Drops what belongs to no line: the LF of a CRLF that was cut, a byte-order mark.
    #[inline]
    pub(super) fn skip_prefix(&mut self, input: &mut &[u8], ignored: &mut Ignored) {
        match *self {
            Self::AfterCr if !input.is_empty() => {
                *self = Self::Start;
                *input = input.strip_prefix(b"\n").unwrap_or(input);
            }
            Self::Bom(seen) => self.skip_bom(seen, input, ignored),
            _ => {}
        }
    }

    /// The byte-order mark may come in parts.
    fn skip_bom(&mut self, seen: usize, input: &mut &[u8], ignored: &mut Ignored) {
        let (head, left) = BOM.split_at_checked(seen).unwrap_or((BOM, &[]));
        if let Some(rest) = input.strip_prefix(left) {
            (*self, *input) = (Self::Start, rest);
        } else if left.starts_with(input) {
            *self = Self::Bom(seen.saturating_add(input.len()));
            *input = &[];
        } else if head.is_empty() {
            *self = Self::Start;
        } else {
            *self = Self::ignore(head, ignored);
        }
    }

    /// Takes a part of the line, without a line end in it.
    #[inline]
    pub(super) fn feed(
        &mut self,
        mut part: &[u8],
        block: &mut Block,
        ignored: &mut Ignored,
    ) -> Result<(), SseError> {
        // Most parts of a stream in small pieces lie within a value.
        if let Self::Value(field) = *self {
            return block.push(field, part);
        }
        if let (Self::Start, Some(first)) = (*self, part.first()) {
            *self = match (first, Field::starting_with(*first)) {
                (_, Some(field)) => Self::Name(field, 0),
                (b':', None) => Self::Comment,
                (_, None) => Self::ignore(&[], ignored),
            };
        }
        if let Self::Name(field, seen) = *self {
            part = self.feed_name(field, seen, part, block, ignored)?;
        }
        if let (Self::Space(field), Some(first)) = (*self, part.first()) {
            *self = Self::Value(field);
            part = if *first == b' ' { part.get(1..).unwrap_or_default() } else { part };
        }
        match *self {
            Self::Value(field) => block.push(field, part)?,
            Self::Ignored => ignored.push(part),
            _ => {}
        }
        Ok(())
    }

    /// Matches more of a field's name; returns what follows it.
    fn feed_name<'p>(
        &mut self,
        field: Field,
        seen: usize,
        part: &'p [u8],
        block: &mut Block,
        ignored: &mut Ignored,
    ) -> Result<&'p [u8], SseError> {
        let (head, left) = field.split(seen);
        if left.starts_with(part) {
            *self = Self::Name(field, seen.saturating_add(part.len()));
            return Ok(&[]);
        }
        if let Some([b':', value @ ..]) = part.strip_prefix(left) {
            *self = Self::Space(field);
            block.begin(field)?;
            return Ok(value);
        }
        *self = Self::ignore(head, ignored);
        Ok(part)
    }

    /// Ends the line; true if it is the blank one that completes an event.
    pub(super) fn end(
        &mut self,
        block: &mut Block,
        ignored: &mut Ignored,
    ) -> Result<bool, SseError> {
        match mem::replace(self, Self::Start) {
            Self::Bom(_) | Self::Start | Self::AfterCr => return block.close(),
            Self::Comment => return Ok(false),
            Self::Name(field, seen) => match field.split(seen) {
                (_, []) => {
                    block.begin(field)?;
                    block.end(field)?;
                }
                (head, _) => ignored.begin(head),
            },
            Self::Space(field) | Self::Value(field) => block.end(field)?,
            Self::Ignored => {}
        }
        block.open();
        Ok(false)
    }

    /// Gives up an unfinished line; true if there was one.
    pub(super) fn abandon(&mut self, ignored: &mut Ignored) -> bool {
        match mem::replace(self, Self::Start) {
            Self::Bom(0) | Self::Start | Self::AfterCr => return false,
            Self::Bom(seen) => ignored.begin(BOM.get(..seen).unwrap_or(BOM)),
            Self::Name(field, seen) => {
                if let (head, [_, ..]) = field.split(seen) {
                    ignored.begin(head);
                }
            }
            _ => {}
        }
        true
    }

    /// Opens an ignored line, of which `head` has been taken already.
    fn ignore(head: &[u8], ignored: &mut Ignored) -> Self {
        ignored.begin(head);
        Self::Ignored
    }
}
