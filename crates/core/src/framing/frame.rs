//! Frames.

use crate::LlmError;
use serde::Deserialize;

/// One frame of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Frame<'a> {
    /// Its kind, if the framing distinguishes kinds.
    pub kind: FrameKind,
    /// The event's name. For server-sent events `message` unless the server says otherwise; for
    /// newline-delimited JSON empty.
    pub event: &'a str,
    /// The payload.
    pub data: &'a str,
}

/// The kind of a frame, if the framing distinguishes kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FrameKind {
    /// An event of the reply. SSE and NDJSON have no other kind.
    #[default]
    Event,
    /// A modeled error, as in the AWS event stream's `exception` messages.
    Exception,
    /// An unmodeled error, as in the AWS event stream's `error` messages.
    Error,
}

impl<'a> Frame<'a> {
    /// A frame of kind `Event`.
    #[inline]
    pub const fn new(event: &'a str, data: &'a str) -> Self {
        Self { kind: FrameKind::Event, event, data }
    }

    /// Sets the kind.
    pub const fn with_kind(mut self, kind: FrameKind) -> Self {
        self.kind = kind;
        self
    }

    /// Parses the payload as JSON.
    ///
    /// # Errors
    /// `Corrupt`, with the place, and with the start of the payload as its body.
    pub fn json<T: Deserialize<'a>>(&self) -> Result<T, LlmError> {
        serde_json::from_str(self.data).map_err(|error| self.corrupt(&error))
    }

    /// The error for an unreadable payload. Serde's message quotes the payload, so only its
    /// category and position are kept.
    #[cold]
    fn corrupt(&self, error: &serde_json::Error) -> LlmError {
        let class = match error.classify() {
            serde_json::error::Category::Syntax => "malformed JSON",
            serde_json::error::Category::Eof => "JSON that ends early",
            _ => "JSON of a wrong shape",
        };
        let place = format!("{class} at line {}, column {}", error.line(), error.column());
        LlmError::corrupt(place).with_body(self.data)
    }
}
