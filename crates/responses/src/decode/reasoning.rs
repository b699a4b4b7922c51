//! What the model thinks: its text, or a summary of it, and the encrypted form.

use super::ResponsesDecoder;
use super::items::{Item, Kind};
use super::text::take;
use crate::wire::{Event, ItemWire, PartWire};
use kei_router_core::lenient::{Raw, each};
use kei_router_core::{LlmError, Turn};
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
        tell(item, part_of(&event), piece, turn)
    }

    pub(super) fn reasoning_done(
        &mut self,
        mut event: Event<'_>,
        turn: &mut Turn,
    ) -> Result<(), LlmError> {
        let whole = take(&mut event.text);
        let item = self.items.of_event(&event, Kind::Reasoning)?;
        let part = part_of(&event);
        tell(item, part, item.rest(part, whole), turn)
    }
}

/// The whole reasoning: what is missing of it is told, and what brings it back is kept.
pub(super) fn reasoning(
    item: &mut Item,
    wire: &ItemWire<'_>,
    turn: &mut Turn,
) -> Result<(), LlmError> {
    parts(item, wire.summary, false, turn)?;
    parts(item, wire.content, true, turn)?;
    let (id, data) = (wire.id.as_str(), wire.encrypted_content.as_str());
    match id.or(data) {
        Some(_) => turn.reasoning_redacted(item.key, id, data),
        None => Ok(()),
    }
}

fn parts(item: &mut Item, list: Raw<'_>, text: bool, turn: &mut Turn) -> Result<(), LlmError> {
    let silent = !item.has_told(|part| is_text(part) == text);
    for (at, raw) in (0..).zip(list.into_iter().flat_map(each)) {
        let part = part(at, text);
        // Where parts are not numbered, all of them were told as the first one.
        if silent || item.has_told(|told| told == part) {
            let whole = take(&mut PartWire::of(raw).text);
            tell(item, part, item.rest(part, whole), turn)?;
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

fn tell(item: &mut Item, part: u64, piece: Cow<'_, str>, turn: &mut Turn) -> Result<(), LlmError> {
    if piece.is_empty() {
        return Ok(());
    }
    let begins = !item.has_told(|told| told == part);
    if begins && item.has_told(|_| true) {
        turn.reasoning(item.key, BETWEEN.into())?;
    }
    item.tell(part, &piece)?;
    turn.reasoning(item.key, piece)
}
