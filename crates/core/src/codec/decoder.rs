//! What reads an answer.

use crate::framing::Frame;
use crate::{LlmError, Refusal, Turn};

/// Reads one answer, frame by frame, into a [`Turn`].
pub trait Decoder: Send + 'static {
    /// Reads a frame. Unknown events, fields and values are passed over; the vendor's own proof
    /// that the reply is whole becomes [`Turn::complete`].
    ///
    /// # Errors
    /// `Corrupt` for malformed JSON in a known event; [`Frame::refusal`] for an error event.
    fn decode(&mut self, frame: Frame<'_>, turn: &mut Turn) -> Result<(), DecodeError>;

    /// The body has ended, and nothing had proven that the reply is whole. A wire where a finish
    /// reason is proof returns `Ok` here.
    ///
    /// # Errors
    /// `Truncated`, unless something proves that the reply is whole.
    fn end_of_body(&mut self, turn: &mut Turn) -> Result<(), DecodeError> {
        let _ = turn;
        Err(LlmError::truncated("the stream ended before the vendor's end marker").into())
    }

    /// Reads a whole JSON reply that came in place of the stream, from a server that knows no
    /// streaming. It is asked instead of [`decode`](Self::decode), once, and says by
    /// [`Turn::complete`] that the reply is whole.
    ///
    /// # Errors
    /// `Corrupt` for anything but a reply of the wire; and for everything by default.
    fn document(&mut self, json: &str, turn: &mut Turn) -> Result<(), DecodeError> {
        let _ = (json, turn);
        Err(LlmError::corrupt("a JSON document came in place of a stream").into())
    }
}

/// Why a decoder stops.
#[derive(Debug)]
#[non_exhaustive]
pub enum DecodeError {
    /// The vendor refused in mid-stream: the engine asks [`Codec::classify`] for the error.
    ///
    /// [`Codec::classify`]: super::Codec::classify
    Refused {
        /// What it said.
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
    /// The error that an error event is.
    #[cold]
    pub fn refusal(&self) -> DecodeError {
        let refusal = Box::new(Refusal::read(None, self.data.as_bytes()));
        DecodeError::Refused { refusal, body: self.data.to_owned() }
    }
}
