//! Errors inside a stream that had begun well.

use crate::wire::{Chunk, Groq, Raw};
use kei_router_core::codec::{DecodeError, Refusal};
use kei_router_core::framing::Frame;

/// The error in a chunk, if there is one: `{"error":..}`, with choices or without; Mistral's
/// `{"object":"error",..}` and Anthropic's `{"type":"error",..}`; an error in Groq's member or in
/// the choice; the finish reason `error`; a bare message that is no chunk.
pub(super) fn fault(chunk: &Chunk<'_>, groq: &Groq<'_>, frame: Frame<'_>) -> Option<DecodeError> {
    let choice = chunk.choices.first.as_ref();
    if has_error(chunk.error) || is_error(chunk.object.as_str()) || is_error(chunk.kind.as_str()) {
        return Some(frame.refusal());
    }
    let inner = [groq.error, choice.and_then(|choice| choice.rare.get("error"))];
    if let Some(raw) = inner.into_iter().find(|raw| has_error(*raw)).flatten() {
        let refusal = Box::new(Refusal::of_error(raw));
        return Some(DecodeError::Refused { refusal, body: frame.data.to_owned() });
    }
    let bare = !chunk.choices.listed && chunk.object.as_str().is_none() && chunk.usage.is_none();
    let bare = bare && (has_error(chunk.message) || has_error(chunk.detail));
    let failed = choice.is_some_and(|choice| is_error(choice.finish_reason.as_str()));
    (bare || failed).then(|| frame.refusal())
}

fn is_error(word: Option<&str>) -> bool {
    word == Some("error")
}

/// Some servers send an empty error with every chunk.
fn has_error(raw: Raw<'_>) -> bool {
    raw.is_some_and(|raw| !matches!(raw.get(), "null" | "\"\"" | "{}" | "[]" | "false"))
}
