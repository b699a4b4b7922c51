//! Text and refusals.

use super::items::{Item, Kind};
use super::{ResponsesDecoder, citations, media};
use crate::wire::{Event, ItemWire, PartWire};
use kei_router_core::codec::Turn;
use kei_router_core::lenient::{Text, each, read};
use kei_router_core::{LlmError, WarningKind};
use serde::Serialize;
use std::borrow::Cow;

impl ResponsesDecoder {
    pub(super) fn text_delta(
        &mut self,
        mut event: Event<'_>,
        turn: &mut Turn,
    ) -> Result<(), LlmError> {
        let piece = take(&mut event.delta);
        let item = self.items.of_event(&event, Kind::Message)?;
        emit(item, event.content_index.0.unwrap_or(0), piece, turn)
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

    /// A whole part of a message. It stays open: the phase may come with the item's end.
    pub(super) fn part_done(&mut self, event: &Event<'_>, turn: &mut Turn) -> Result<(), LlmError> {
        let Some(raw) = event.part else { return Ok(()) };
        let (at, mut part) = (event.content_index.0.unwrap_or(0), read::<PartWire<'_>>(raw));
        if !matches!(part.kind.as_str(), Some("output_text" | "output_audio" | "refusal")) {
            return Ok(());
        }
        self.refused |= part.refusal.as_str().is_some();
        let item = self.items.of_event(event, Kind::Message)?;
        complete(item, at, said(&mut part), turn)?;
        citations::attach(item, at, &part, turn)
    }
}

/// A message begins.
pub(super) fn begin(item: &mut Item, wire: &ItemWire<'_>) {
    if item.phase.is_none() {
        item.phase = wire.phase.as_str().map(str::to_owned);
    }
    if item.id.is_none() {
        item.id = wire.id.as_str().map(str::to_owned);
    }
}

/// Reads the whole message, and emits the rest of it. Returns whether it is a refusal.
pub(super) fn message(
    item: &mut Item,
    wire: &ItemWire<'_>,
    turn: &mut Turn,
) -> Result<bool, LlmError> {
    begin(item, wire);
    let silent = item.parts.is_empty();
    let sound_is_told = item.sound.is_some();
    let (mut refuses, mut texts) = (false, String::new());
    for (at, raw) in (0..).zip(wire.content.into_iter().flat_map(each)) {
        let mut part = PartWire::of(raw);
        refuses |= part.refusal.as_str().is_some();
        let whole = said(&mut part);
        texts.push_str(&whole);
        // If parts are not numbered, all of them were emitted as the first one.
        if silent || item.has_emitted(|part_index| part_index == at) {
            complete(item, at, whole, turn)?;
            citations::attach(item, at, &part, turn)?;
        }
        if !sound_is_told {
            media::audio(item, at, &part, turn)?;
        }
    }
    media::end_audio(item, turn);
    if let Some(last) = item.parts.last() {
        attach(item, last.part, turn)?;
    }
    if item.differs && (texts.is_empty() || texts != emitted(item, turn)) {
        let message = "the finished text is another than its pieces, which stay as they came";
        turn.warn(WarningKind::Vendor, "text", message);
    }
    citations::of_message(item, wire, turn);
    end_parts(item, turn);
    Ok(refuses)
}

pub(super) fn take<'a>(text: &mut Text<'a>) -> Cow<'a, str> {
    std::mem::take(text).0.unwrap_or_default()
}

/// The text of a part: what it says, what it refuses with, or the words of its sound.
fn said<'a>(part: &mut PartWire<'a>) -> Cow<'a, str> {
    let texts = [&mut part.text, &mut part.refusal, &mut part.transcript];
    texts.into_iter().find(|text| text.as_str().is_some()).map(take).unwrap_or_default()
}

/// The text of a message that was emitted.
fn emitted(item: &Item, turn: &Turn) -> String {
    item.parts.iter().filter_map(|begun| turn.text_of(key(item, begun.part))).collect()
}

/// Emits the rest of a whole text. If it differs from what was emitted, that cannot be taken back.
fn complete(
    item: &mut Item,
    part: u64,
    whole: Cow<'_, str>,
    turn: &mut Turn,
) -> Result<(), LlmError> {
    if !item.has_emitted(|part_index| part_index == part) {
        return emit(item, part, whole, turn);
    }
    let key = key(item, part);
    match turn.rest_of(key, turn.text_of(key).unwrap_or_default(), &whole) {
        Some(rest) => emit(item, part, rest.into(), turn),
        None => {
            item.differs = true;
            Ok(())
        }
    }
}

/// Each part of a message is a block of the turn. The one before ends where the next one begins.
fn emit(item: &mut Item, part: u64, piece: Cow<'_, str>, turn: &mut Turn) -> Result<(), LlmError> {
    if piece.is_empty() {
        return Ok(());
    }
    if !item.has_emitted(|told| told == part) {
        if let Some(before) = item.parts.last() {
            turn.end(key(item, before.part));
        }
        item.begin(part, 0)?;
        attach(item, part, turn)?;
    }
    turn.text(key(item, part), piece)
}

fn end_parts(item: &Item, turn: &mut Turn) {
    for begun in &item.parts {
        turn.end(key(item, begun.part));
    }
}

pub(super) fn key(item: &Item, part: u64) -> u64 {
    item.key | part.min(u64::from(u32::MAX))
}

/// What the vendor attached to a message: its phase, and its id, by which the parts of one message
/// are told from those of the next. The first message needs none; the first part of a later one
/// that has no id says so, with `null`.
#[derive(Serialize)]
struct Attached<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Option<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phase: Option<&'a str>,
}

fn attach(item: &Item, part: u64, turn: &mut Turn) -> Result<(), LlmError> {
    let is_first = item.parts.first().is_some_and(|first| first.part == part);
    let id = match item.id.as_deref() {
        Some(id) => Some(Some(id)),
        None => (item.later && is_first).then_some(None),
    };
    let phase = item.phase.as_deref();
    match serde_json::to_string(&Attached { id, phase }) {
        Ok(json) if phase.is_some() || (item.later && id.is_some()) => {
            turn.vendor(key(item, part), json)
        }
        _ => Ok(()),
    }
}
