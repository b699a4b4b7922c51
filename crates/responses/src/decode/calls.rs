//! Calls of the caller's tools.

use super::ResponsesDecoder;
use super::items::{Item, Kind};
use super::text::take;
use crate::wire::{Event, ItemWire, arguments};
use kei_router_core::codec::Turn;
use kei_router_core::{LlmError, WarningKind};
use std::borrow::Cow;

impl ResponsesDecoder {
    /// A piece of the arguments. One of a call that has not begun is ignored: its name is not known
    /// yet, and the finished item contains all of it.
    pub(super) fn call_delta(
        &mut self,
        mut event: Event<'_>,
        kind: Kind,
        turn: &mut Turn,
    ) -> Result<(), LlmError> {
        let piece = take(&mut event.delta);
        let item = self.items.of_event(&event, kind)?;
        turn.call_delta(item.key, piece)
    }

    pub(super) fn call_done(
        &mut self,
        event: Event<'_>,
        kind: Kind,
        turn: &mut Turn,
    ) -> Result<(), LlmError> {
        let item = self.items.of_whole_call(&event, kind)?;
        item.whole = true;
        complete(item, arguments(event.arguments.or(event.input)), turn)
    }
}

/// A call begins as soon as its name is known.
pub(super) fn begin(item: &mut Item, wire: &ItemWire<'_>, turn: &mut Turn) -> Result<(), LlmError> {
    if item.call_id.is_none() {
        item.call_id = wire.call_id.as_str().map(str::to_owned);
    }
    match wire.name.as_str() {
        Some(name) if !turn.has_call(item.key) => {
            turn.call_start(item.key, item.call_id.as_deref(), name)?;
            attach(item, wire, turn)
        }
        _ => Ok(()),
    }
}

/// What the vendor wants back with the call, as it came.
fn attach(item: &Item, wire: &ItemWire<'_>, turn: &mut Turn) -> Result<(), LlmError> {
    for (name, value) in [("caller", wire.caller), ("namespace", wire.namespace)] {
        if let Some(raw) = value {
            turn.vendor(item.key, format!("{{\"{name}\":{}}}", raw.get()))?;
        }
    }
    Ok(())
}

/// The whole call. One whose arguments are cut stays open: what it means is for the end of the
/// response to say, which closes it.
pub(super) fn call(item: &mut Item, wire: &ItemWire<'_>, turn: &mut Turn) -> Result<(), LlmError> {
    begin(item, wire, turn)?;
    if !turn.has_call(item.key) {
        let message = "a call without a name was passed over";
        turn.warn(WarningKind::Vendor, "tool_call", message);
        return Ok(());
    }
    attach(item, wire, turn)?;
    // An event of its own has told them whole, unless it came without.
    let is_told = item.whole && turn.call_arguments(item.key).is_some_and(|text| !text.is_empty());
    if !is_told {
        complete(item, arguments(wire.arguments.or(wire.input)), turn)?;
    }
    let none = turn.call_arguments(item.key).is_none_or(|text| text.trim().is_empty());
    let whole = item.kind == Kind::CustomCall || none || turn.is_whole_call(item.key);
    if whole && wire.status.as_str() != Some("incomplete") {
        turn.call_end(item.key);
    }
    Ok(())
}

/// Emits the rest of the whole arguments. If they differ from what was emitted, that cannot be
/// taken back.
fn complete(item: &Item, whole: Cow<'_, str>, turn: &mut Turn) -> Result<(), LlmError> {
    let emitted = turn.call_arguments(item.key).unwrap_or_default();
    let rest = match emitted.is_empty() {
        true => whole,
        false => Cow::Owned(turn.rest_of(item.key, emitted, &whole).unwrap_or_default()),
    };
    turn.call_delta(item.key, rest)
}
