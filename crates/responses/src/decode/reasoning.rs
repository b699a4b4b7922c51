//! Reasoning: its text, a summary, and the encrypted form.

use super::ResponsesDecoder;
use super::items::{Item, Kind};
use super::text::take;
use crate::wire::{Event, ItemWire, PartWire};
use kei_router_core::LlmError;
use kei_router_core::codec::Turn;
use kei_router_core::lenient::{Raw, each};
use std::borrow::Cow;

/// What stands between two parts of one item's reasoning. Each has a headline of its own, so they
/// must not run together.
const BETWEEN: &str = "\n\n";

impl ResponsesDecoder {
    pub(super) fn reasoning_delta(
        &mut self,
        mut event: Event<'_>,
        turn: &mut Turn,
    ) -> Result<(), LlmError> {
        let piece = take(&mut event.delta);
        let item = self.items.of_event(&event, Kind::Reasoning)?;
        emit(item, part_of(&event), piece, turn)
    }

    pub(super) fn reasoning_done(
        &mut self,
        mut event: Event<'_>,
        turn: &mut Turn,
    ) -> Result<(), LlmError> {
        let whole = take(&mut event.text);
        let item = self.items.of_event(&event, Kind::Reasoning)?;
        complete(item, part_of(&event), whole, turn)
    }
}

/// Reads the whole reasoning: emits the rest of it, and keeps what is needed to send it back.
pub(super) fn reasoning(
    item: &mut Item,
    wire: &ItemWire<'_>,
    turn: &mut Turn,
) -> Result<(), LlmError> {
    parts(item, wire.summary, false, turn)?;
    parts(item, wire.content, true, turn)?;
    let (id, data) = (wire.id.as_str(), wire.encrypted_content.as_str());
    if id.or(data).is_some() {
        turn.reasoning_redacted(item.key, id, data)?;
    }
    turn.end(item.key);
    Ok(())
}

fn parts(item: &mut Item, list: Raw<'_>, text: bool, turn: &mut Turn) -> Result<(), LlmError> {
    let silent = !item.has_emitted(|part| is_text(part) == text);
    for (at, raw) in (0..).zip(list.into_iter().flat_map(each)) {
        let part = part(at, text);
        // If parts are not numbered, all of them were emitted as the first one.
        if silent || item.has_emitted(|part_index| part_index == part) {
            complete(item, part, take(&mut PartWire::of(raw).text), turn)?;
        }
    }
    Ok(())
}

/// The parts of the text have odd numbers, those of the summary even ones.
fn part(at: u64, text: bool) -> u64 {
    at.saturating_mul(2).saturating_add(u64::from(text))
}

fn is_text(part: u64) -> bool {
    part % 2 == 1
}

fn part_of(event: &Event<'_>) -> u64 {
    let text = event.kind.as_str().is_some_and(|kind| !kind.contains("summary"));
    let at = if text { event.content_index } else { event.summary_index };
    part(at.0.unwrap_or(0), text)
}

/// Emits the rest of a whole part. If it differs from what was emitted, that cannot be taken back.
fn complete(
    item: &mut Item,
    part: u64,
    whole: Cow<'_, str>,
    turn: &mut Turn,
) -> Result<(), LlmError> {
    let Some(at) = item.parts.iter().position(|begun| begun.part == part) else {
        return emit(item, part, whole, turn);
    };
    let text = turn.text_of(item.key).unwrap_or_default();
    let start = item.parts.get(at).map_or(0, |begun| begun.at);
    let next = item.parts.get(at.saturating_add(1));
    let end = next.map_or(text.len(), |next| next.at.saturating_sub(BETWEEN.len()));
    let rest = turn.rest_of(item.key, text.get(start..end).unwrap_or_default(), &whole);
    emit(item, part, rest.unwrap_or_default().into(), turn)
}

fn emit(item: &mut Item, part: u64, piece: Cow<'_, str>, turn: &mut Turn) -> Result<(), LlmError> {
    if piece.is_empty() {
        return Ok(());
    }
    if !item.has_emitted(|part_index| part_index == part) {
        if !item.parts.is_empty() {
            turn.reasoning(item.key, BETWEEN.into())?;
        }
        item.begin(part, turn.text_of(item.key).map_or(0, str::len))?;
    }
    turn.reasoning(item.key, piece)
}
