//! From a chunk to the turn.

use super::{ChatDecoder, citations, errors, media, usage};
use crate::wire::{Choice, Chunk, Content, Delta, Groq, Piece, Text, each, read};
use kei_router_core::codec::{DecodeError, Turn};
use kei_router_core::framing::Frame;
use kei_router_core::{LlmError, WarningKind};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::mem::take;

/// The block of the text.
pub(super) const TEXT: u64 = 0;

impl ChatDecoder {
    /// Takes in all that a chunk says; only then does an error in it end the reply, so that what
    /// came with it is not lost.
    pub(super) fn chunk(
        &mut self,
        chunk: &mut Chunk<'_>,
        frame: Frame<'_>,
        turn: &mut Turn,
    ) -> Result<(), DecodeError> {
        turn.identify(chunk.id.as_str(), chunk.model.as_str());
        if let Some(tier) = chunk.service_tier.as_str() {
            turn.service_tier(tier);
        }
        let groq: Groq<'_> = chunk.x_groq.map(read).unwrap_or_default();
        let refusal = errors::fault(chunk, &groq, frame);
        for raw in [groq.usage, chunk.usage] {
            self.ends_with_usage |= usage::take(raw, turn);
        }
        for choice in chunk.choices.first.iter_mut().chain(&mut chunk.choices.more) {
            self.choice(choice, turn)?;
        }
        if chunk.choices.too_many {
            self.pass_choices_over(turn);
        }
        if let Some(raw) = chunk.search_results {
            self.sources.take(raw, turn);
        }
        refusal.map_or(Ok(()), Err)
    }

    /// A choice is read where it stands: to move it costs more than to read it.
    fn choice(&mut self, choice: &mut Choice<'_>, turn: &mut Turn) -> Result<(), DecodeError> {
        if choice.index.0.unwrap_or(0) != 0 {
            self.pass_choices_over(turn);
            return Ok(());
        }
        self.ends_with_usage |= usage::take(choice.rare.get("usage"), turn);
        let mut other = self.in_place_of_delta(choice);
        let delta = other.as_mut().unwrap_or(&mut choice.delta);
        self.ends_with_usage = self.ends_with_usage && delta.says_nothing();
        self.delta(delta, turn)?;
        if let Some(word) = choice.finish_reason.as_str() {
            self.finish(word, turn);
        }
        Ok(())
    }

    fn pass_choices_over(&mut self, turn: &mut Turn) {
        if !std::mem::replace(&mut self.told_of_choices, true) {
            let message = "further choices of the reply were passed over";
            turn.warn(WarningKind::Omitted, "choices", message);
        }
    }

    /// What stands in a delta's place. Where a server says both, the deltas are the reply, and the
    /// other is the whole of it once more.
    fn in_place_of_delta<'a>(&mut self, choice: &mut Choice<'a>) -> Option<Delta<'a>> {
        self.by_deltas = self.by_deltas || !choice.delta.says_nothing();
        if self.by_deltas {
            return None;
        }
        if let Some(message) = choice.rare.get("message") {
            return Some(read(message));
        }
        let content = Content::Text(read::<Text<'_>>(choice.rare.get("text")?).some()?);
        Some(Delta { content, ..take(&mut choice.delta) })
    }

    fn delta(&mut self, delta: &mut Delta<'_>, turn: &mut Turn) -> Result<(), LlmError> {
        let plain = take(&mut delta.reasoning_content).some();
        let plain = plain.or_else(|| take(&mut delta.reasoning).some());
        if plain.is_some() || delta.reasoning_details.is_some() {
            self.thoughts.take(delta.reasoning_details, plain, &mut self.open, turn)?;
        }
        match take(&mut delta.content) {
            Content::Nothing => {}
            Content::Text(text) => self.text(text, turn)?,
            Content::Pieces(pieces) => {
                pieces.into_iter().try_for_each(|piece| self.piece(piece, turn))?;
            }
        }
        if let Some(refusal) = take(&mut delta.refusal).some() {
            self.refused = true;
            self.text(refusal, turn)?;
        }
        self.rest(delta, turn)
    }

    /// What most deltas lack.
    fn rest(&mut self, delta: &Delta<'_>, turn: &mut Turn) -> Result<(), LlmError> {
        if let Some(raw) = delta.rare.get("audio") {
            self.sound(read(raw), turn)?;
        }
        if let Some(raw) = delta.rare.get("images") {
            media::images(raw, &mut self.open, turn)?;
        }
        if let Some(raw) = delta.rare.get("annotations") {
            citations::annotations(raw, TEXT, turn)?;
        }
        let function_call = delta.rare.get("function_call");
        if delta.tool_calls.or(function_call).is_none() {
            return Ok(());
        }
        self.calls.take(delta.tool_calls, function_call, &mut self.open, turn)
    }

    fn text(&mut self, text: Cow<'_, str>, turn: &mut Turn) -> Result<(), LlmError> {
        if !text.is_empty() {
            self.open.begin(TEXT, turn);
        }
        turn.text(TEXT, text)
    }

    fn piece(&mut self, raw: &RawValue, turn: &mut Turn) -> Result<(), LlmError> {
        let piece = Piece::of(raw);
        for thought in piece.thinking.into_iter().flat_map(each) {
            self.thoughts.take(None, Piece::of(thought).text.some(), &mut self.open, turn)?;
        }
        if let Some(refusal) = piece.refusal.some() {
            self.refused = true;
            self.text(refusal, turn)?;
        }
        media::image(piece.image_url, &mut self.open, turn)?;
        match piece.kind.as_str() {
            Some("thinking" | "reasoning") => {
                self.thoughts.take(None, piece.text.some(), &mut self.open, turn)
            }
            _ => self.text(piece.text.or_empty(), turn),
        }
    }
}
