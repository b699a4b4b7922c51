//! Decoders of responses.

use crate::framing::Frame;
use crate::{LlmError, Refusal, Turn};

/// Decodes one response, frame by frame, into a [`Turn`].
pub trait Decoder: Send + 'static {
    /// Decodes a frame. Unknown events, fields and values are ignored; the event that proves the
    /// reply complete calls [`Turn::complete`].
    ///
    /// # Errors
    /// `Corrupt` for malformed JSON in a known event; [`Frame::refusal`] for an error event.
    fn decode(&mut self, frame: Frame<'_>, turn: &mut Turn) -> Result<(), DecodeError>;

    /// Called when the body has ended before [`Turn::complete`]. A wire format where a finish
    /// reason alone is proof returns `Ok` here.
    ///
    /// # Errors
    /// `Truncated`, unless the reply is known to be complete.
    fn end_of_body(&mut self, turn: &mut Turn) -> Result<(), DecodeError> {
        let _ = turn;
        Err(LlmError::truncated("the stream ended before the vendor's end marker").into())
    }

    /// Decodes a whole JSON reply from a server that does not stream. Called once, instead of
    /// [`decode`](Self::decode), and calls [`Turn::complete`].
    ///
    /// # Errors
    /// `Corrupt` for anything that is not a reply in this wire format; by default, for everything.
    fn document(&mut self, json: &str, turn: &mut Turn) -> Result<(), DecodeError> {
        let _ = (json, turn);
        Err(LlmError::corrupt("a JSON document came in place of a stream").into())
    }
}

/// Why decoding stopped.
#[derive(Debug)]
#[non_exhaustive]
pub enum DecodeError {
    /// The vendor sent an error in mid-stream; the engine calls [`Codec::classify`] on it.
    ///
    /// [`Codec::classify`]: super::Codec::classify
    Refused {
        /// The parsed error.
        refusal: Box<Refusal>,
        /// The frame's payload.
        body: String,
    },
    /// Anything else.
    Error(LlmError),
}

impl From<LlmError> for DecodeError {
    fn from(error: LlmError) -> Self {
        Self::Error(error)
    }
}

impl Frame<'_> {
    /// The error for an error event.
    #[cold]
    pub fn refusal(&self) -> DecodeError {
        let refusal = Box::new(Refusal::read(None, self.data.as_bytes()));
        DecodeError::Refused { refusal, body: self.data.to_owned() }
    }
}
