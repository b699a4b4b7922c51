//! Decodes the frames of a response.

mod blocks;
mod calls;
mod citations;
mod document;
mod finish;
mod held;
mod price;
#[cfg(test)]
mod tests;
mod usage;

use crate::wire::{Count, Event, Start};
use held::Held;
use kei_router_core::codec::{DecodeError, Decoder, Turn};
use kei_router_core::framing::Frame;
use kei_router_core::{FinishKind, LlmError, WarningKind};
use usage::Totals;

/// Events whose payload must be JSON. `message` is the name of an event without a name: some
/// gateways leave the names out. The `type` in the payload says what an event is.
const KNOWN: [&str; 7] = [
    "content_block_delta",
    "content_block_start",
    "content_block_stop",
    "message_start",
    "message_delta",
    "message_stop",
    "message",
];

/// Reads one answer of the Messages API. `message_stop` alone proves that it is whole.
#[derive(Debug, Default)]
pub struct MessagesDecoder {
    /// The dialect's words for why a model stopped, before the wire's.
    words: Option<fn(&str) -> Option<FinishKind>>,
    /// The id of the message that is being read, once it has started.
    message: Option<String>,
    /// Set over a block's index to make its key, so that no two messages share one.
    base: u64,
    /// The block that events without an index belong to.
    current: u64,
    /// The block that began last, until it ends.
    open: Option<u64>,
    /// Calls whose input came whole, when they began.
    whole: Vec<u64>,
    /// A call that has ended without arguments: it has none, unless a limit cut them.
    bare: Option<u64>,
    held: Option<Held>,
    totals: Totals,
}

impl Decoder for MessagesDecoder {
    fn decode(&mut self, frame: Frame<'_>, turn: &mut Turn) -> Result<(), DecodeError> {
        if frame.event == "error" {
            return Err(frame.refusal());
        }
        let event: Event<'_> = match frame.json() {
            Ok(event) => event,
            Err(_) if is_foreign(&frame) => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        match event.kind.as_str().unwrap_or(frame.event) {
            "content_block_delta" => self.delta(event, &frame, turn)?,
            "content_block_start" => self.block_start(&event, turn)?,
            "content_block_stop" => self.block_stop(event.index, turn)?,
            "message_start" => self.start(&event.message, turn)?,
            "message_delta" => {
                let delta = &event.delta;
                self.totals.update(event.usage, turn);
                finish::container(delta.container, turn)?;
                self.stop(&delta.stop_reason, &delta.stop_sequence, &delta.stop_details, turn);
            }
            "message_stop" => self.complete(turn)?,
            "error" => return Err(frame.refusal()),
            _ if event.kind.as_str().is_none() && event.error.is_some() => {
                return Err(frame.refusal());
            }
            _ => {}
        }
        Ok(())
    }

    fn document(&mut self, json: &str, turn: &mut Turn) -> Result<(), DecodeError> {
        self.whole(Frame::new("message", json), turn)
    }
}

/// Whether a payload that is not JSON may be passed over: gateways add `[DONE]`, events of
/// their own, and events without data.
fn is_foreign(frame: &Frame<'_>) -> bool {
    !KNOWN.contains(&frame.event) || matches!(frame.data.trim(), "" | "[DONE]")
}

impl MessagesDecoder {
    /// With a dialect's words for why a model stopped.
    pub(crate) fn new(words: fn(&str) -> Option<FinishKind>) -> Self {
        Self { words: Some(words), ..Self::default() }
    }

    /// A message that starts. Gateways have been seen to say it twice, and to splice a second
    /// message into the first.
    fn start(&mut self, start: &Start<'_>, turn: &mut Turn) -> Result<(), LlmError> {
        let id = start.id.as_str().unwrap_or_default();
        let first = self.message.is_none();
        if self.message.as_deref().is_some_and(|known| id.is_empty() || known == id) {
            return Ok(());
        }
        self.message = Some(id.to_owned());
        if !first && turn.has_content() {
            if self.open.is_some() {
                let message = "another message began inside an open block of the reply";
                return Err(LlmError::corrupt(message));
            }
            self.next_message();
            let message = "another message began inside the reply; its content follows";
            turn.warn(WarningKind::Vendor, "message_start", message);
            return Ok(());
        }
        self.read(start, turn)?;
        if !start.content.is_empty() {
            self.next_message();
        }
        Ok(())
    }

    /// What a message says, as far as it is there.
    fn read(&mut self, start: &Start<'_>, turn: &mut Turn) -> Result<(), LlmError> {
        turn.identify(start.id.as_str(), start.model.as_str());
        self.totals.update(start.usage, turn);
        for (index, raw) in (0..).zip(&start.content) {
            let key = self.key(Count(Some(index)));
            self.block(key, raw, turn)?;
            self.block_stop(Count(Some(index)), turn)?;
        }
        finish::container(start.container, turn)?;
        self.stop(&start.stop_reason, &start.stop_sequence, &start.stop_details, turn);
        Ok(())
    }

    /// The message is whole.
    fn complete(&mut self, turn: &mut Turn) -> Result<(), LlmError> {
        self.flush(turn)?;
        turn.complete();
        Ok(())
    }

    /// The key of the block `index`; without one, of the block that began last.
    fn key(&self, index: Count) -> u64 {
        self.base | index.0.unwrap_or(self.current).min(INDEX)
    }

    fn next_message(&mut self) {
        self.base = self.base.saturating_add(INDEX.saturating_add(1));
    }
}

/// The largest index that is told apart.
const INDEX: u64 = u32::MAX as u64;
