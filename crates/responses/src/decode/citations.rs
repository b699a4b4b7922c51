//! Sources that a reply cites.

use super::items::{Item, Kind};
use super::{ResponsesDecoder, text};
use crate::wire::{AnnotationWire, Event, ItemWire, PartWire};
use kei_router_core::codec::Turn;
use kei_router_core::lenient::{each, read};
use kei_router_core::{Citation, LlmError};
use serde_json::value::RawValue;
use std::borrow::Cow;

impl ResponsesDecoder {
    pub(super) fn annotation(
        &mut self,
        event: &Event<'_>,
        turn: &mut Turn,
    ) -> Result<(), LlmError> {
        let item = self.items.of_event(event, Kind::Message)?;
        let Some(raw) = event.annotation.filter(|raw| raw.get().starts_with('{')) else {
            return Ok(());
        };
        item.cited = item.cited.saturating_add(1);
        turn.citation(citation(raw));
        // The whole part may tell them all, and then replaces these.
        let key = text::key(item, event.content_index.0.unwrap_or(0));
        if turn.is_open(key) { turn.vendor_item(key, "annotations", raw.get()) } else { Ok(()) }
    }
}

/// The sources of a whole message that have not been emitted.
pub(super) fn of_message(item: &mut Item, wire: &ItemWire<'_>, turn: &mut Turn) {
    let parts = wire.content.into_iter().flat_map(each).map(PartWire::of);
    let all = parts.filter_map(|part| part.annotations).flat_map(each);
    let all = all.filter(|raw| raw.get().starts_with('{'));
    for raw in all.skip(item.cited) {
        turn.citation(citation(raw));
    }
}

/// Attaches the sources of a whole part to it, as they came, if it is the open one.
pub(super) fn attach(
    item: &Item,
    part: u64,
    wire: &PartWire<'_>,
    turn: &mut Turn,
) -> Result<(), LlmError> {
    let is_open = item.parts.last().is_some_and(|last| last.part == part);
    match wire.annotations {
        Some(raw) if is_open && raw.get().starts_with('[') && each(raw).next().is_some() => {
            turn.vendor(text::key(item, part), format!("{{\"annotations\":{}}}", raw.get()))
        }
        _ => Ok(()),
    }
}

fn citation(raw: &RawValue) -> Citation {
    let wire: AnnotationWire<'_> = read(raw);
    let mut citation = Citation::from_json(raw.get());
    citation.url = wire.url.some().map(Cow::into_owned);
    citation.title = wire.title.some().or(wire.filename.some()).map(Cow::into_owned);
    citation
}
