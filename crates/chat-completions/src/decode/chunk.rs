//! From a chunk to the turn.

use super::{ChatDecoder, citations, errors, reasoning, usage};
use crate::wire::{Choice, Chunk, Content, Delta, Groq, Piece, each, read};
use kei_router_core::{DecodeError, Frame, LlmError, Turn, WarningKind};
use serde_json::value::RawValue;

/// The block of the text.
const TEXT: u64 = 0;

impl ChatDecoder {
    /// Takes in all that a chunk says; only then does an error in it end the reply, so that what
    /// came with it is not lost.
    pub(super) fn chunk(
        &mut self,
        chunk: Chunk<'_>,
        frame: Frame<'_>,
        turn: &mut Turn,
    ) -> Result<(), DecodeError> {
        turn.identify(chunk.id.as_str(), chunk.model.as_str());
        if let Some(tier) = chunk.service_tier.as_str() {
            turn.service_tier(tier);
        }
        let groq: Groq<'_> = chunk.x_groq.map(read).unwrap_or_default();
        let refusal = errors::fault(&chunk, &groq, frame);
        for raw in [groq.usage, chunk.usage] {
            self.ends_with_usage |= usage::take(raw, turn);
        }
        for choice in chunk.choices.first.into_iter().chain(chunk.choices.more) {
            self.choice(choice, turn)?;
        }
        if let Some(raw) = chunk.search_results {
            self.sources.take(raw, turn);
        }
        refusal.map_or(Ok(()), Err)
    }

    fn choice(&mut self, choice: Choice<'_>, turn: &mut Turn) -> Result<(), DecodeError> {
        if choice.index.0.unwrap_or(0) != 0 {
            if !std::mem::replace(&mut self.told_of_choices, true) {
                let message = "further choices of the reply were passed over";
                turn.warn(WarningKind::Omitted, "choices", message);
            }
            return Ok(());
        }
        self.ends_with_usage |= usage::take(choice.usage, turn);
        self.ends_with_usage &= choice.delta.says_nothing();
        self.delta(choice.delta, turn)?;
        if let Some(word) = choice.finish_reason.as_str() {
            self.finish(word, turn);
        }
        Ok(())
    }

    fn delta(&mut self, delta: Delta<'_>, turn: &mut Turn) -> Result<(), LlmError> {
        let plain = delta.reasoning_content.some().or(delta.reasoning.some());
        reasoning::take(delta.reasoning_details, plain, turn)?;
        match delta.content {
            Content::Nothing => {}
            Content::Text(text) => turn.text(TEXT, text)?,
            Content::Pieces(pieces) => {
                pieces.into_iter().try_for_each(|piece| self.piece(piece, turn))?;
            }
        }
        if let Some(refusal) = delta.refusal.some() {
            self.refused = true;
            turn.text(TEXT, refusal)?;
        }
        if let Some(raw) = delta.annotations {
            citations::annotations(raw, turn);
        }
        self.calls.take(delta.tool_calls, delta.function_call, turn)
    }

    fn piece(&mut self, raw: &RawValue, turn: &mut Turn) -> Result<(), LlmError> {
        let piece = Piece::of(raw);
        for thought in piece.thinking.into_iter().flat_map(each) {
            reasoning::take(None, Piece::of(thought).text.some(), turn)?;
        }
        if let Some(refusal) = piece.refusal.some() {
            self.refused = true;
            turn.text(TEXT, refusal)?;
        }
        match piece.kind.as_str() {
            Some("thinking" | "reasoning") => reasoning::take(None, piece.text.some(), turn),
            _ => turn.text(TEXT, piece.text.some().unwrap_or_default()),
        }
    }
}
