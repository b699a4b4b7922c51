//! Content blocks: text, reasoning, calls, and what is only kept.

use super::held::Held;
use super::{INDEX, MessagesDecoder, citations, price};
use crate::wire::{Block, Event, Text};
use kei_router_core::LlmError;
use kei_router_core::codec::Turn;
use kei_router_core::framing::Frame;
use serde_json::value::RawValue;

impl MessagesDecoder {
    pub(super) fn delta(
        &mut self,
        event: Event<'_>,
        frame: &Frame<'_>,
        turn: &mut Turn,
    ) -> Result<(), LlmError> {
        let key = self.key(event.index);
        let delta = event.delta;
        let held = self.held.as_mut().filter(|held| held.key == key);
        match (delta.kind.as_str().unwrap_or_default(), held) {
            ("text_delta", _) => turn.text(key, delta.text.or_empty()),
            ("thinking_delta", _) => turn.reasoning(key, delta.thinking.or_empty()),
            ("signature_delta", _) => sign(key, &delta.signature, turn),
            ("citations_delta", _) => {
                delta.citation.map_or(Ok(()), |raw| citations::take(key, raw, turn))
            }
            ("input_json_delta", Some(held)) => {
                held.add_input(&turn.kept(key, delta.partial_json.or_empty()))
            }
            ("input_json_delta", None) if self.whole.contains(&key) => Ok(()),
            ("input_json_delta", None) => turn.call_delta(key, delta.partial_json.or_empty()),
            (_, Some(held)) => held.merge(&turn.kept(key, frame.data.into())),
            (_, None) => Ok(()),
        }
    }

    pub(super) fn block_start(
        &mut self,
        event: &Event<'_>,
        turn: &mut Turn,
    ) -> Result<(), LlmError> {
        let Some(raw) = event.content_block else {
            return Ok(());
        };
        let key = self.key(event.index);
        self.current = key & INDEX;
        self.flush(turn)?;
        self.end_bare(turn);
        turn.end(key);
        self.open = Some(key);
        self.block(key, raw, turn)
    }

    /// A block, as far as it comes with its start.
    pub(super) fn block(
        &mut self,
        key: u64,
        raw: &RawValue,
        turn: &mut Turn,
    ) -> Result<(), LlmError> {
        let Ok(block) = serde_json::from_str::<Block<'_>>(raw.get()) else {
            return Ok(());
        };
        match block.kind.as_str().unwrap_or_default() {
            "text" => {
                turn.text(key, block.text.or_empty())?;
                block.citations.iter().try_for_each(|raw| citations::take(key, raw, turn))?;
            }
            "thinking" => {
                turn.reasoning(key, block.thinking.or_empty())?;
                sign(key, &block.signature, turn)?;
            }
            "redacted_thinking" => {
                turn.reasoning_redacted(key, None, Some(block.data.as_str().unwrap_or_default()))?;
            }
            "tool_use" => self.call(key, &block, turn)?,
            "" => {}
            kind => {
                if kind == "fallback" {
                    price::fallback(raw, turn);
                }
                self.held = Some(Held::new(key, &turn.kept(key, raw.get().into())));
            }
        }
        Ok(())
    }

    /// Hands over the block that was held until it was whole.
    pub(super) fn flush(&mut self, turn: &mut Turn) -> Result<(), LlmError> {
        match self.held.take() {
            Some(held) => turn.opaque(held.key, held.into_json()),
            None => Ok(()),
        }
    }
}

fn sign(key: u64, signature: &Text<'_>, turn: &mut Turn) -> Result<(), LlmError> {
    signature.as_str().map_or(Ok(()), |text| turn.reasoning_signature(key, text))
}
