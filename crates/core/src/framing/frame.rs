//! What a framer gives.

use crate::LlmError;
use serde::Deserialize;

/// One frame of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Frame<'a> {
    /// What the framing itself says of it.
    pub kind: FrameKind,
    /// The event's name. For server-sent events `message` unless the server says otherwise; for
    /// newline-delimited JSON empty.
    pub event: &'a str,
    /// The payload.
    pub data: &'a str,
}

/// What the framing itself says of a frame, whatever its payload.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FrameKind {
    /// An event of the reply: all that text framings know.
    #[default]
    Event,
    /// A modeled error of the service, as in the AWS event stream's `exception` messages.
    Exception,
    /// An error below the service, as in the AWS event stream's `error` messages.
    Error,
}

impl<'a> Frame<'a> {
    /// An event.
    #[inline]
    pub const fn new(event: &'a str, data: &'a str) -> Self {
        Self { kind: FrameKind::Event, event, data }
    }

    /// The same frame of this kind.
    pub const fn with_kind(mut self, kind: FrameKind) -> Self {
        self.kind = kind;
        self
    }

    /// The payload as JSON.
    ///
    /// # Errors
    /// `Corrupt`, with the place, and with the start of the payload as its body.
    pub fn json<T: Deserialize<'a>>(&self) -> Result<T, LlmError> {
        serde_json::from_str(self.data).map_err(|error| self.corrupt(&error))
    }

    /// The error that this frame is, when its payload cannot be read. The reason that serde gives
    /// quotes the payload, so only its class and place are said.
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
