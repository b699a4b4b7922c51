//! Reasoning, in all its members.

use super::open::Open;
use crate::wire::{Detail, Raw, each, read};
use kei_router_core::LlmError;
use kei_router_core::codec::Turn;
use std::borrow::Cow;

/// The block of reasoning; OpenRouter numbers its own from here.
const REASONING: u64 = 1;

/// Takes the reasoning of a delta. If `reasoning_details` repeats the text, it is taken only from
/// there: the details are grouped, and carry signatures and encrypted forms.
pub(super) fn take(
    details: Raw<'_>,
    plain: Option<Cow<'_, str>>,
    open: &mut Open,
    turn: &mut Turn,
) -> Result<(), LlmError> {
    let mut in_details = false;
    for raw in details.into_iter().flat_map(each) {
        let detail: Detail<'_> = read(raw);
        let key = REASONING.saturating_add(detail.index.0.unwrap_or(0));
        if let Some(text) = detail.text.some().or(detail.summary.some()) {
            in_details = true;
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
        Some(text) if !in_details => {
            open.begin(REASONING, turn);
            turn.reasoning(REASONING, text)
        }
        _ => Ok(()),
    }
}
