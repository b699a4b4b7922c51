//! Passes frames to the decoder.

use crate::codec::{DecodeError, Decoder, Turn};
use crate::framing::Frame;
use crate::surrogates;

/// Decodes a frame, with lone surrogates marked for the turn.
pub(super) fn decode(
    decoder: &mut dyn Decoder,
    frame: Frame<'_>,
    turn: &mut Turn,
) -> Result<(), DecodeError> {
    let marked = surrogates::mark(frame.data);
    turn.set_marked(marked.is_some());
    let read =
        decoder.decode(Frame { data: marked.as_deref().unwrap_or(frame.data), ..frame }, turn);
    if turn.is_flooded() { read.and_then(|()| Ok(turn.check_events()?)) } else { read }
}
