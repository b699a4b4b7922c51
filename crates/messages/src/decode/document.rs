//! A whole message in place of a stream, from servers that know no streaming.

use super::MessagesDecoder;
use crate::wire::{Event, Start};
use kei_router_core::LlmError;
use kei_router_core::codec::{DecodeError, Turn};
use kei_router_core::framing::Frame;

impl MessagesDecoder {
    /// Reads a message as the events of its stream would be read.
    pub(super) fn whole(&mut self, frame: Frame<'_>, turn: &mut Turn) -> Result<(), DecodeError> {
        let event: Event<'_> = frame.json()?;
        let kind = event.kind.as_str();
        if kind == Some("error") || (kind.is_none() && event.error.is_some()) {
            return Err(frame.refusal());
        }
        let message: Start<'_> = frame.json()?;
        if kind != Some("message") && (kind.is_some() || message.content.is_empty()) {
            return Err(LlmError::corrupt("the JSON document is no message").into());
        }
        self.read(&message, turn)?;
        Ok(self.complete(turn)?)
    }
}
