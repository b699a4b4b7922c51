//! What the model says, and what it refuses with.

use super::ResponsesDecoder;
use super::items::{Item, Kind};
use crate::wire::{Event, ItemWire, PartWire};
use kei_router_core::lenient::{Text, each};
use kei_router_core::{LlmError, Turn};
use std::borrow::Cow;

impl ResponsesDecoder {
    pub(super) fn text_delta(
        &mut self,
        mut event: Event<'_>,
        turn: &mut Turn,
    ) -> Result<(), LlmError> {
        let piece = take(&mut event.delta);
        let item = self.items.of_event(&event, Kind::Message)?;
        tell(item, event.content_index.0.unwrap_or(0), piece, turn)
    }

    pub(super) fn text_done(
        &mut self,
        mut event: Event<'_>,
        turn: &mut Turn,
    ) -> Result<(), LlmError> {
        let whole = take(&mut event.text);
        let item = self.items.of_event(&event, Kind::Message)?;
        complete(item, event.content_index.0.unwrap_or(0), whole, turn)
    }

    pub(super) fn refusal_delta(
        &mut self,
        event: Event<'_>,
        turn: &mut Turn,
    ) -> Result<(), LlmError> {
        self.refused = true;
        self.text_delta(event, turn)
    }

    pub(super) fn refusal_done(
        &mut self,
        mut event: Event<'_>,
        turn: &mut Turn,
    ) -> Result<(), LlmError> {
        self.refused = true;
        event.text = std::mem::take(&mut event.refusal);
        self.text_done(event, turn)
    }
}

/// The whole message: what is missing of it is told. Says whether it refuses.
pub(super) fn message(
    item: &mut Item,
    wire: &ItemWire<'_>,
    turn: &mut Turn,
) -> Result<bool, LlmError> {
    let silent = !item.has_told(|_| true);
    let mut refuses = false;
    for (at, raw) in (0..).zip(wire.content.into_iter().flat_map(each)) {
        let mut part = PartWire::of(raw);
        refuses |= part.refusal.as_str().is_some();
        let text = part.text.as_str().is_some();
        let whole = take(if text { &mut part.text } else { &mut part.refusal });
        // Where parts are not numbered, all of them were told as the first one.
        if silent || item.has_told(|told| told == at) {
            complete(item, at, whole, turn)?;
        }
    }
    Ok(refuses)
}

pub(super) fn take<'a>(text: &mut Text<'a>) -> Cow<'a, str> {
    std::mem::take(text).0.unwrap_or_default()
}

fn complete(
    item: &mut Item,
    part: u64,
    whole: Cow<'_, str>,
    turn: &mut Turn,
) -> Result<(), LlmError> {
    let rest = item.rest(part, whole);
    tell(item, part, rest, turn)
}

/// Each part of a message is a block of the turn.
fn tell(item: &mut Item, part: u64, piece: Cow<'_, str>, turn: &mut Turn) -> Result<(), LlmError> {
    if piece.is_empty() {
        return Ok(());
    }
    item.tell(part, &piece)?;
    turn.text(item.key | part.min(u64::from(u32::MAX)), piece)
}
