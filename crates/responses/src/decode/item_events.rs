//! Items as they are announced and done, one by one or in the finished output.

use super::ResponsesDecoder;
use super::items::{Item, Kind, MOST};
use super::{calls, citations, price, reasoning, text};
use crate::wire::{Event, ItemWire};
use kei_router_core::lenient::{each, read};
use kei_router_core::{LlmError, Turn};
use serde_json::value::RawValue;

impl ResponsesDecoder {
    pub(super) fn item_added(
        &mut self,
        event: &Event<'_>,
        turn: &mut Turn,
    ) -> Result<(), LlmError> {
        let Some(raw) = event.item else { return Ok(()) };
        let wire: ItemWire<'_> = read(raw);
        let item = self.items.of_added(event, &wire)?;
        match item.kind {
            Kind::Call | Kind::CustomCall => calls::begin(item, &wire, turn),
            _ => Ok(()),
        }
    }

    pub(super) fn item_done(&mut self, event: &Event<'_>, turn: &mut Turn) -> Result<(), LlmError> {
        let Some(raw) = event.item else { return Ok(()) };
        let wire: ItemWire<'_> = read(raw);
        let item = self.items.of_done(event, &wire)?;
        self.refused |= end(item, &wire, raw, turn)?;
        Ok(())
    }

    /// The finished output: items that the stream left open are ended, and those that it passed
    /// over are told. Text and reasoning are taken from here only where the stream had none at
    /// all, since servers may cut them into items in another way here.
    pub(super) fn settle(&mut self, output: &RawValue, turn: &mut Turn) -> Result<(), LlmError> {
        let silent = |kind| self.items.are_silent(kind);
        let (no_text, no_reasoning) = (silent(Kind::Message), silent(Kind::Reasoning));
        let mut seen = Vec::new();
        for raw in each(output).into_iter().take(MOST) {
            let wire: ItemWire<'_> = read(raw);
            let kind = Kind::of(&wire);
            let nth = seen.iter().filter(|other| **other == kind).count();
            seen.push(kind);
            let known = match kind {
                Kind::Message => !no_text,
                Kind::Reasoning => !no_reasoning,
                _ => false,
            };
            let item = match self.items.of_output(&wire, nth) {
                Some(item) => item,
                None if known => continue,
                None => self.items.begin(&wire)?,
            };
            self.refused |= end(item, &wire, raw, turn)?;
        }
        Ok(())
    }
}

/// The whole item: what is missing of it is told. Said twice, it counts once. Says whether the
/// model refuses in it.
fn end(
    item: &mut Item,
    wire: &ItemWire<'_>,
    raw: &RawValue,
    turn: &mut Turn,
) -> Result<bool, LlmError> {
    if std::mem::replace(&mut item.ended, true) {
        return Ok(false);
    }
    match item.kind {
        Kind::Message => {
            let refuses = text::message(item, wire, turn)?;
            citations::of_message(item, wire, turn);
            return Ok(refuses);
        }
        Kind::Reasoning => reasoning::reasoning(item, wire, turn)?,
        Kind::Call | Kind::CustomCall => calls::call(item, wire, turn)?,
        // What has no type could not be sent back.
        Kind::Other if wire.kind.as_str().is_none() => {}
        Kind::Other => {
            price::item(wire.kind.as_str().unwrap_or_default(), turn);
            turn.opaque(item.key, raw.get().to_owned())?;
        }
    }
    Ok(false)
}
