//! Items as they begin and end, one by one or in the finished output.

use super::ResponsesDecoder;
use super::client_tools::ClientCalls;
use super::items::{Item, Kind, MAX_ITEMS};
use super::{calls, media, price, reasoning, text};
use crate::wire::{Event, ItemWire};
use kei_router_core::LlmError;
use kei_router_core::codec::Turn;
use kei_router_core::lenient::{each, read};
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
            Kind::Call | Kind::CustomCall => return calls::begin(item, &wire, turn),
            Kind::Message => text::begin(item, &wire),
            _ => {}
        }
        Ok(())
    }

    pub(super) fn item_done(&mut self, event: &Event<'_>, turn: &mut Turn) -> Result<(), LlmError> {
        let Some(raw) = event.item else { return Ok(()) };
        let wire: ItemWire<'_> = read(raw);
        let item = self.items.of_done(event, &wire)?;
        let done = Done { wire: &wire, raw, client_calls: &mut self.client_calls };
        self.refused |= end(item, done, turn)?;
        Ok(())
    }

    /// Reads the finished output: ends items that the stream left open, and emits those that it
    /// skipped. Text and reasoning are taken from here only if the stream had none at all, since
    /// servers may split them into items differently here.
    pub(super) fn settle(&mut self, output: &RawValue, turn: &mut Turn) -> Result<(), LlmError> {
        let silent = |kind| self.items.are_silent(kind);
        let (no_text, no_reasoning) = (silent(Kind::Message), silent(Kind::Reasoning));
        let mut seen = Vec::new();
        for raw in each(output).into_iter().take(MAX_ITEMS) {
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
            let done = Done { wire: &wire, raw, client_calls: &mut self.client_calls };
            self.refused |= end(item, done, turn)?;
        }
        Ok(())
    }
}

/// An item that is done, and where those of the vendor's own are counted.
struct Done<'a, 'w> {
    wire: &'a ItemWire<'w>,
    raw: &'w RawValue,
    client_calls: &'a mut ClientCalls,
}

/// Reads the whole item, and emits the rest of it. Repeated items have no effect. Returns whether
/// the model refuses in it.
fn end(item: &mut Item, done: Done<'_, '_>, turn: &mut Turn) -> Result<bool, LlmError> {
    let Done { wire, raw, client_calls } = done;
    if std::mem::replace(&mut item.ended, true) {
        return Ok(false);
    }
    match item.kind {
        Kind::Message => return text::message(item, wire, turn),
        Kind::Reasoning => reasoning::reasoning(item, wire, turn)?,
        Kind::Call | Kind::CustomCall => calls::call(item, wire, turn)?,
        Kind::Other => {
            // What has no type could not be sent back.
            let Some(kind) = wire.kind.as_str() else { return Ok(false) };
            price::item(kind, turn);
            client_calls.take(wire, raw);
            if kind == "image_generation_call" {
                media::image(item, raw, turn)?;
            }
            turn.opaque(item.key, raw.get().to_owned())?;
        }
    }
    Ok(false)
}
