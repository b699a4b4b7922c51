//! A whole JSON document under the media type of a stream, as gateways send it that pass an answer
//! on without reading it.

use super::Reader;
use crate::ErrorKind;
use crate::codec::DecodeError;
use crate::surrogates;
use std::time::Duration;

/// The body so far, while it may be a document: it begins with `{`, which no stream of events
/// does, and no event has come.
#[derive(Debug, Default)]
pub(super) struct Whole {
    bytes: Vec<u8>,
    is_none: bool,
    limit: usize,
}

impl Whole {
    /// `possible` where the framing's own streams do not begin with a brace.
    pub(super) fn new(possible: bool, limit: usize) -> Self {
        Self { bytes: Vec::new(), is_none: !possible, limit }
    }

    /// Takes a chunk, behind so many frames.
    pub(super) fn feed(&mut self, mut chunk: &[u8], frames: u64) {
        if self.is_none {
            return;
        }
        if frames > 0 {
            return self.give_up();
        }
        if self.bytes.is_empty() {
            // White space, and the bytes of a BOM.
            let skipped = |byte: &&u8| byte.is_ascii_whitespace() || b"\xef\xbb\xbf".contains(byte);
            let blank = chunk.iter().take_while(skipped).count();
            chunk = chunk.get(blank..).unwrap_or_default();
        }
        let begins = !self.bytes.is_empty() || chunk.first().is_none_or(|first| *first == b'{');
        if begins && self.bytes.len().saturating_add(chunk.len()) <= self.limit {
            self.bytes.extend_from_slice(chunk);
        } else {
            self.give_up();
        }
    }

    /// It is a stream.
    fn give_up(&mut self) {
        *self = Self { is_none: true, ..Self::default() };
    }
}

impl Reader {
    /// The body has ended without any event: if all of it is a document, that is the reply, or the
    /// error. Says whether it was.
    pub(super) fn end_as_document(&mut self, total: Duration) -> bool {
        let bytes = std::mem::take(&mut self.whole.bytes);
        if self.frames > 0 || bytes.is_empty() {
            return false;
        }
        match self.decode_document(&String::from_utf8_lossy(&bytes)) {
            Ok(()) => self.settle(None, total),
            // No reply of the wire: the body is read as the stream that it says it is.
            Err(DecodeError::Error(error))
                if error.kind() == ErrorKind::Corrupt && !self.turn.has_content() =>
            {
                return false;
            }
            Err(error) => self.fail(error, ""),
        }
        true
    }

    pub(super) fn decode_document(&mut self, json: &str) -> Result<(), DecodeError> {
        let marked = surrogates::mark(json);
        self.turn.set_marked(marked.is_some());
        self.decoder.document(marked.as_deref().unwrap_or(json), &mut self.turn)?;
        Ok(self.turn.check_events()?)
    }
}
