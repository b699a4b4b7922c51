//! Why the model stopped.

use super::ChatDecoder;
use kei_router_core::FinishKind;
use kei_router_core::codec::Turn;

impl ChatDecoder {
    /// Takes a finish reason. The first one stays, since some servers say it again with the
    /// usage; one that means nothing to us gives way to one that does.
    pub(super) fn finish(&mut self, word: &str, turn: &mut Turn) {
        // Some servers send the word for "no reason yet".
        if word == "null" {
            return;
        }
        let kind = match (self.words)(word).unwrap_or_else(|| common(word)) {
            FinishKind::Stop | FinishKind::ToolUse if self.refused => FinishKind::Refusal,
            kind => kind,
        };
        if matches!(self.reason, None | Some(FinishKind::Other)) {
            self.reason = Some(kind);
            turn.finish(kind, word);
        }
    }
}

/// The words of OpenAI, and those that compatible servers let through from elsewhere.
fn common(word: &str) -> FinishKind {
    match word {
        "stop" | "eos" | "end_turn" | "stop_sequence" => FinishKind::Stop,
        "length" | "model_length" | "max_tokens" => FinishKind::Length,
        "tool_calls" | "function_call" | "tool_use" => FinishKind::ToolUse,
        "content_filter" => FinishKind::ContentFilter,
        "refusal" => FinishKind::Refusal,
        _ => FinishKind::Other,
    }
}
