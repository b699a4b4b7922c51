//! Newline-delimited JSON: bytes in, borrowed lines out, no I/O.
//!
//! A line ends at LF or CRLF; lines of ASCII white space only are skipped; text is UTF-8 with
//! replacement. Lines do not depend on how the bytes were cut into chunks.
//!
//! ```
//! use kei_router_core::ndjson::{NdjsonDecoder, NdjsonError};
//!
//! fn main() -> Result<(), NdjsonError> {
//!     let mut decoder = NdjsonDecoder::new();
//!     let mut seen = Vec::new();
//!     for chunk in ["{\"n\":1}\r\n\n{\"n", "\":2}\n{\"n\":3}"] {
//!         let mut input = chunk.as_bytes();
//!         while let Some(line) = decoder.next(&mut input) {
//!             seen.push(line?.to_owned());
//!         }
//!     }
//!     if let Some(last) = decoder.finish() {
//!         seen.push(last?.to_owned());
//!     }
//!     assert_eq!(seen, [r#"{"n":1}"#, r#"{"n":2}"#, r#"{"n":3}"#]);
//!     Ok(())
//! }
//! ```

pub(super) mod framer;

use std::{fmt, mem, str};

use memchr::memchr;

use crate::framing::text::{self, Overflow};

/// The default of [`NdjsonDecoder::with_max_line_bytes`]: 16 MiB.
pub const DEFAULT_MAX_LINE_BYTES: usize = 16 * 1024 * 1024;

/// Why a stream of lines cannot be decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NdjsonError {
    /// A line exceeded the limit. The decoder yields nothing more.
    #[error("a line of newline-delimited JSON is larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
}

/// An incremental decoder of one stream of lines. See the [module](self) for its rules.
pub struct NdjsonDecoder {
    limit: usize,
    /// The raw line so far, if its first bytes came in an earlier chunk.
    raw: Vec<u8>,
    /// The line that was returned, until the next call reuses the buffer.
    text: String,
    poisoned: bool,
}

impl NdjsonDecoder {
    /// A decoder at the start of a stream, with a limit of [`DEFAULT_MAX_LINE_BYTES`].
    #[must_use]
    pub const fn new() -> Self {
        Self {
            limit: DEFAULT_MAX_LINE_BYTES,
            raw: Vec::new(),
            text: String::new(),
            poisoned: false,
        }
    }

    /// Limits a line to `n` bytes (default 16 MiB), not counting its end; invalid UTF-8 counts as
    /// its replacement. The result does not depend on chunking.
    #[must_use]
    pub const fn with_max_line_bytes(mut self, n: usize) -> Self {
        self.limit = n;
        self
    }

    /// Consumes input up to the end of the next line, and returns it; the rest stays in `input`.
    ///
    /// `None` means that `input` is used up and more bytes are needed.
    ///
    /// # Errors
    ///
    /// [`NdjsonError::TooLarge`], once: the buffers are freed, and from then on all input is
    /// discarded, `next` returns `None` and [`finish`](Self::finish) the same error.
    pub fn next<'a, 'i: 'a>(
        &'a mut self,
        input: &mut &'i [u8],
    ) -> Option<Result<&'a str, NdjsonError>> {
        self.reclaim();
        if self.poisoned {
            *input = &[];
        }
        while let Some((part, rest)) = first_line(input) {
            *input = rest;
            if self.raw.is_empty() {
                let line = without_cr(part);
                if is_blank(line, self.limit) {
                    continue;
                }
                if line.len() <= self.limit
                    && let Ok(line) = str::from_utf8(line)
                {
                    return Some(Ok(line));
                }
            }
            match self.extend(part).and_then(|()| self.close()) {
                Ok(true) => return Some(Ok(&self.text)),
                Ok(false) => {}
                Err(Overflow) => return Some(Err(self.poison())),
            }
        }
        self.extend(mem::take(input)).err().map(|Overflow| Err(self.poison()))
    }

    /// Ends the stream: a last line without its line end is a line too.
    ///
    /// # Errors
    ///
    /// [`NdjsonError::TooLarge`] if this line or an earlier one exceeded the limit.
    pub fn finish(&mut self) -> Option<Result<&str, NdjsonError>> {
        self.reclaim();
        if self.poisoned {
            return Some(Err(self.poison()));
        }
        match self.close() {
            Ok(true) => Some(Ok(&self.text)),
            Ok(false) => None,
            Err(Overflow) => Some(Err(self.poison())),
        }
    }

    /// Adds a part of a line. A CR at its end does not count: it may belong to the line end.
    fn extend(&mut self, part: &[u8]) -> Result<(), Overflow> {
        let room = self.limit.saturating_add(1).saturating_sub(self.raw.len());
        if part.len() > room {
            return Err(Overflow);
        }
        self.raw.extend_from_slice(part);
        let fits = without_cr(&self.raw).len() <= self.limit;
        if fits { Ok(()) } else { Err(Overflow) }
    }

    /// Turns the raw line into text; false if it is blank.
    fn close(&mut self) -> Result<bool, Overflow> {
        let len = without_cr(&self.raw).len();
        self.raw.truncate(len);
        if is_blank(&self.raw, self.limit) {
            self.raw.clear();
            return Ok(false);
        }
        self.text = text::decode(mem::take(&mut self.raw), self.limit)?;
        Ok(true)
    }

    fn reclaim(&mut self) {
        if !self.text.is_empty() {
            self.raw = mem::take(&mut self.text).into_bytes();
            self.raw.clear();
        }
    }

    fn poison(&mut self) -> NdjsonError {
        *self = Self { poisoned: true, ..Self::new().with_max_line_bytes(self.limit) };
        NdjsonError::TooLarge { limit: self.limit }
    }
}

impl Default for NdjsonDecoder {
    fn default() -> Self {
        Self::new()
    }
}

/// Shows sizes only, since the buffers hold a vendor's response.
impl fmt::Debug for NdjsonDecoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NdjsonDecoder").field("held_bytes", &self.raw.len()).finish_non_exhaustive()
    }
}

/// The first line of `input` without its LF, and what follows it.
fn first_line(input: &[u8]) -> Option<(&[u8], &[u8])> {
    let (line, end) = input.split_at_checked(memchr(b'\n', input)?)?;
    Some((line, end.get(1..)?))
}

fn without_cr(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}

fn is_blank(line: &[u8], limit: usize) -> bool {
    line.len() <= limit && line.trim_ascii().is_empty()
}
