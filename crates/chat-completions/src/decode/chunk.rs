//! From a chunk to the turn.

use super::{ChatDecoder, citations, errors, media, reasoning, usage};
use crate::wire::{Choice, Chunk, Content, Delta, Groq, Piece, Raw, Text, each, read};
use kei_router_core::codec::{DecodeError, Turn};
use kei_router_core::framing::Frame;
use kei_router_core::{LlmError, WarningKind};
use serde_json::value::RawValue;
use std::borrow::Cow;

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
        let delta = self.said(choice.delta, choice.message, choice.text);
        self.ends_with_usage &= delta.says_nothing();
        self.delta(delta, turn)?;
        if let Some(word) = choice.finish_reason.as_str() {
            self.finish(word, turn);
        }
        Ok(())
    }

    /// What a choice says: its delta, or what stands in its place. Where a server says both, the
    /// deltas are the reply, and the other is the whole of it once more.
    fn said<'a>(&mut self, delta: Delta<'a>, message: Raw<'a>, text: Text<'a>) -> Delta<'a> {
        self.by_deltas |= !delta.says_nothing();
        match (message, text.some()) {
            _ if self.by_deltas => delta,
            (Some(message), _) => read(message),
            (None, Some(text)) => Delta { content: Content::Text(text), ..delta },
            (None, None) => delta,
        }
    }

    fn delta(&mut self, delta: Delta<'_>, turn: &mut Turn) -> Result<(), LlmError> {
        let plain = delta.reasoning_content.some().or(delta.reasoning.some());
        reasoning::take(delta.reasoning_details, plain, &mut self.open, turn)?;
        match delta.content {
            Content::Nothing => {}
            Content::Text(text) => self.text(text, turn)?,
            Content::Pieces(pieces) => {
                pieces.into_iter().try_for_each(|piece| self.piece(piece, turn))?;
            }
        }
        if let Some(refusal) = delta.refusal.some() {
            self.refused = true;
            self.text(refusal, turn)?;
        }
        if let Some(raw) = delta.audio {
            let transcript = self.sound.take(read(raw))?;
            self.text(transcript.or_empty(), turn)?;
        }
        if let Some(raw) = delta.images {
            media::images(raw, &mut self.open, turn)?;
        }
        if let Some(raw) = delta.annotations {
            citations::annotations(raw, turn);
        }
        self.calls.take(delta.tool_calls, delta.function_call, &mut self.open, turn)
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
            reasoning::take(None, Piece::of(thought).text.some(), &mut self.open, turn)?;
        }
        if let Some(refusal) = piece.refusal.some() {
            self.refused = true;
            self.text(refusal, turn)?;
        }
        media::image(piece.image_url, &mut self.open, turn)?;
        match piece.kind.as_str() {
            Some("thinking" | "reasoning") => {
                reasoning::take(None, piece.text.some(), &mut self.open, turn)
            }
            _ => self.text(piece.text.or_empty(), turn),
        }
    }
}
