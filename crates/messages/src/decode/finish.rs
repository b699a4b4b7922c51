//! Why the model stopped.

use super::MessagesDecoder;
use crate::wire::{StopDetails, Text};
use kei_router_core::{FinishKind, Turn, WarningKind};

impl MessagesDecoder {
    /// Why the model stopped, once it says so.
    pub(super) fn stop(&mut self, word: &Text<'_>, details: &StopDetails<'_>, turn: &mut Turn) {
        let Some(word) = word.as_str() else {
            return;
        };
        let kind = self.words.and_then(|words| words(word)).unwrap_or_else(|| common(word));
        if !matches!(kind, FinishKind::Length | FinishKind::Refusal) {
            self.end_bare(turn);
        }
        turn.finish(kind, word);
        let said = [details.category.as_str(), details.explanation.as_str()];
        if said.iter().any(Option::is_some) {
            let said: Vec<&str> = said.into_iter().flatten().collect();
            turn.warn(WarningKind::Vendor, word, said.join(": "));
        }
    }
}

/// The wire's own words.
fn common(word: &str) -> FinishKind {
    match word {
        "end_turn" | "stop_sequence" => FinishKind::Stop,
        "max_tokens" | "model_context_window_exceeded" => FinishKind::Length,
        "tool_use" => FinishKind::ToolUse,
        "pause_turn" => FinishKind::Pause,
        "refusal" => FinishKind::Refusal,
        _ => FinishKind::Other,
    }
}
