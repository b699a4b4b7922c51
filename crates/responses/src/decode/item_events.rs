//! Items as they begin and end, one by one or in the finished output.

use super::ResponsesDecoder;
use super::client_tools::ClientCalls;
use super::items::{Item, Kind, MAX_ITEMS};
use super::{calls, media, price, reasoning, text, without_halves};
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
        let wire = item(raw, turn);
        self.hold(&wire)?;
        let item = self.items.of_added(event, &wire)?;
        match item.kind {
            Kind::Call | Kind::CustomCall => calls::begin(item, &wire, turn)?,
            Kind::Message => text::begin(item, &wire),
            _ => {}
        }
        Ok(())
    }

    pub(super) fn item_done(&mut self, event: &Event<'_>, turn: &mut Turn) -> Result<(), LlmError> {
        let Some(raw) = event.item else { return Ok(()) };
        let wire = item(raw, turn);
        self.hold(&wire)?;
        let item = self.items.of_done(event, &wire)?;
        let done = Done { wire: &wire, raw, client_calls: &mut self.client_calls };
        self.refused |= end(item, done, turn)?;
        Ok(())
    }

    fn hold(&mut self, wire: &ItemWire<'_>) -> Result<(), LlmError> {
        self.items.hold([&wire.id, &wire.call_id, &wire.phase].map(|text| text.as_str()))
    }

    /// The finished output: items that the stream left open are ended, and those that it passed
    /// over are told. Text and reasoning are taken from here only where the stream had none at
    /// all, since servers may cut them into items in another way here.
    pub(super) fn settle(&mut self, output: &RawValue, turn: &mut Turn) -> Result<(), LlmError> {
        let silent = |kind| self.items.are_silent(kind);
        let (no_text, no_reasoning) = (silent(Kind::Message), silent(Kind::Reasoning));
        let mut seen = [0_usize; Kind::COUNT];
        for raw in each(output).take(MAX_ITEMS) {
            let wire = item(raw, turn);
            self.hold(&wire)?;
            let kind = Kind::of(&wire);
            let nth = seen.get(kind as usize).copied().unwrap_or_default();
            if let Some(count) = seen.get_mut(kind as usize) {
                *count = count.saturating_add(1);
            }
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

/// An item, its ids as they may be kept.
fn item<'a>(raw: &'a RawValue, turn: &Turn) -> ItemWire<'a> {
    let mut wire: ItemWire<'a> = read(raw);
    for text in [&mut wire.id, &mut wire.call_id, &mut wire.phase] {
        *text = without_halves(std::mem::take(text), turn);
    }
    wire
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
