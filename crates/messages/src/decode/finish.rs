//! Why the model stopped.

use super::MessagesDecoder;
use crate::wire::{Container, StopDetails, Text};
use kei_router_core::codec::Turn;
use kei_router_core::{FinishKind, LlmError, WarningKind};
use serde_json::value::RawValue;

impl MessagesDecoder {
    /// Why the model stopped, once it says so.
    pub(super) fn stop(
        &mut self,
        word: &Text<'_>,
        sequence: &Text<'_>,
        details: &StopDetails<'_>,
        turn: &mut Turn,
    ) {
        let Some(word) = word.as_str() else {
            return;
        };
        let kind = self.words.and_then(|words| words(word)).unwrap_or_else(|| common(word));
        if !matches!(kind, FinishKind::Length | FinishKind::Refusal) {
            self.end_bare(turn);
        }
        turn.finish(kind, word);
        if let Some(sequence) = sequence.as_str() {
            turn.stopped_by(sequence);
        }
        let said = [details.category.as_str(), details.explanation.as_str()];
        if said.iter().any(Option::is_some) {
            let said: Vec<&str> = said.into_iter().flatten().collect();
            turn.warn(WarningKind::Vendor, word, said.join(": "));
        }
    }
}

/// The container in which the vendor's own tools ran: a request that answers what a program there
/// has called must name it, as `container`.
pub(super) fn container(raw: Option<&RawValue>, turn: &mut Turn) -> Result<(), LlmError> {
    let Some(raw) = raw else { return Ok(()) };
    let id = match serde_json::from_str::<Container<'_>>(raw.get()) {
        Ok(container) => container.id.unwrap_or(raw),
        Err(_) => raw,
    };
    match id.get().starts_with('"') && id.get().len() > 2 {
        true => turn.state(format!(r#"{{"container":{}}}"#, id.get())),
        false => Ok(()),
    }
}

/// The wire's own words.
fn common(word: &str) -> FinishKind {
    match word {
        "end_turn" | "stop_sequence" => FinishKind::Stop,
        "max_tokens" | "model_context_window_exceeded" => FinishKind::Length,
        "tool_use" => FinishKind::ToolUse,
        "pause_turn" | "compaction" => FinishKind::Pause,
        "refusal" => FinishKind::Refusal,
        _ => FinishKind::Other,
    }
}
