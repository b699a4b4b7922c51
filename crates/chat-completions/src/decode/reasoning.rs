//! Reasoning, under all its names.

use super::open::Open;
use crate::wire::{Detail, Raw, each, read};
use kei_router_core::LlmError;
use kei_router_core::codec::Turn;
use std::borrow::Cow;

/// The block of reasoning; OpenRouter numbers its own from here.
const REASONING: u64 = 1;

/// Takes the reasoning of a delta. Where details tell the text too, it is told once, by them:
/// they say what belongs together, and carry signatures and encrypted forms.
pub(super) fn take(
    details: Raw<'_>,
    plain: Option<Cow<'_, str>>,
    open: &mut Open,
    turn: &mut Turn,
) -> Result<(), LlmError> {
    let mut told = false;
    for raw in details.into_iter().flat_map(each) {
        let detail: Detail<'_> = read(raw);
        let key = REASONING.saturating_add(detail.index.0.unwrap_or(0));
        if let Some(text) = detail.text.some().or(detail.summary.some()) {
            told = true;
            open.begin(key, turn);
            turn.reasoning(key, text)?;
        }
        if let Some(signature) = detail.signature.as_str() {
            open.begin(key, turn);
            turn.reasoning_signature(key, signature)?;
        }
        if let Some(data) = detail.data.as_str() {
            open.begin(key, turn);
            turn.reasoning_redacted(key, detail.id.as_str(), Some(data))?;
        }
    }
    match plain {
        Some(text) if !told => {
            open.begin(REASONING, turn);
            turn.reasoning(REASONING, text)
        }
        _ => Ok(()),
    }
}
