//! Decodes the frames of a response.

mod calls;
mod chunk;
mod citations;
mod errors;
mod finish;
mod media;
mod open;
mod reasoning;
mod usage;

use crate::Terminator;
use crate::wire::{Chunk, Strict};
use calls::Calls;
use citations::Sources;
use kei_router_core::codec::{DecodeError, Decoder, Refusal, Turn};
use kei_router_core::framing::Frame;
use kei_router_core::{FinishKind, LlmError, WarningKind};
use open::Open;
use reasoning::Thoughts;

/// Decodes one Chat Completions response.
///
/// A finish reason proves a reply complete, at `[DONE]` or at the end of the body, depending on the
/// vendor's [`Terminator`](crate::Terminator). `[DONE]` alone proves it after text followed by a
/// usage, or for servers that are known to omit the reason; never after nothing, which gateways
/// send for a dead upstream.
#[derive(Debug)]
pub struct ChatDecoder {
    terminator: Terminator,
    /// Whether `[DONE]` after text is proof without a finish reason.
    lenient: bool,
    words: fn(&str) -> Option<FinishKind>,
    calls: Calls,
    sources: Sources,
    thoughts: Thoughts,
    /// The id of the sound, as JSON, and the blocks that have been told it.
    sound: Option<String>,
    named: Vec<u64>,
    open: Open,
    reason: Option<FinishKind>,
    /// Whether the model refused, in a field of its own.
    refused: bool,
    /// Whether a usage has come, and nothing of the reply since.
    ends_with_usage: bool,
    told_of_choices: bool,
    /// Whether a delta has said anything.
    by_deltas: bool,
}

impl ChatDecoder {
    pub(crate) fn new(
        terminator: Terminator,
        lenient: bool,
        words: fn(&str) -> Option<FinishKind>,
    ) -> Self {
        Self {
            terminator,
            lenient,
            words,
            calls: Calls::default(),
            sources: Sources::default(),
            thoughts: Thoughts::default(),
            sound: None,
            named: Vec::new(),
            open: Open::default(),
            reason: None,
            refused: false,
            ends_with_usage: false,
            told_of_choices: false,
            by_deltas: false,
        }
    }

    fn done(&mut self, turn: &mut Turn) -> Result<(), DecodeError> {
        if !turn.is_finished() {
            if !turn.has_content() {
                return Err(LlmError::truncated("[DONE] came after nothing").into());
            }
            if !self.ends_with_usage && !self.lenient {
                return Err(LlmError::truncated("[DONE] came without a finish reason").into());
            }
            if !self.ends_with_usage {
                let message = "[DONE] came without a finish reason; the reply may be cut";
                turn.warn(WarningKind::Ending, "finish_reason", message);
            }
        }
        Ok(self.complete(turn)?)
    }

    fn complete(&mut self, turn: &mut Turn) -> Result<(), LlmError> {
        if self.calls.has_unnamed() {
            let message = "a call without a name was passed over";
            turn.warn(WarningKind::Vendor, "tool_call", message);
        }
        if self.refused && !turn.is_finished() {
            turn.finish(FinishKind::Refusal, "");
        }
        turn.complete();
        Ok(())
    }
}

impl Decoder for ChatDecoder {
    fn decode(&mut self, frame: Frame<'_>, turn: &mut Turn) -> Result<(), DecodeError> {
        if frame.event == "error" {
            return Err(frame.refusal());
        }
        match frame.data.trim() {
            "[DONE]" => return self.done(turn),
            "" => return Ok(()),
            _ => {}
        }
        match frame.json::<Strict<Chunk<'_>>>() {
            Ok(Strict(mut chunk)) => self.chunk(&mut chunk, frame, turn),
            // Google wraps its errors in a list.
            Err(_) if Refusal::read(None, frame.data.as_bytes()).is_error => Err(frame.refusal()),
            // An event of another name is none that this wire knows.
            Err(_) if !matches!(frame.event, "message" | "") => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn end_of_body(&mut self, turn: &mut Turn) -> Result<(), DecodeError> {
        if !turn.is_finished() {
            let message = "the stream ended before a finish reason";
            return Err(LlmError::truncated(message).into());
        }
        match self.terminator {
            Terminator::DoneDemanded => {
                let message = "the stream ended before [DONE], which alone proves it whole";
                return Err(LlmError::truncated(message).into());
            }
            Terminator::DonePromised => {
                let message = "the stream ended with a finish reason, but without [DONE]";
                turn.warn(WarningKind::Ending, "[DONE]", message);
            }
            Terminator::FinishReason => {}
        }
        Ok(self.complete(turn)?)
    }

    fn document(&mut self, json: &str, turn: &mut Turn) -> Result<(), DecodeError> {
        let frame = Frame::new("message", json);
        let Strict(mut chunk) = match frame.json::<Strict<Chunk<'_>>>() {
            Ok(chunk) => chunk,
            Err(_) if Refusal::read(None, json.as_bytes()).is_error => return Err(frame.refusal()),
            Err(error) => return Err(error.into()),
        };
        let (is_reply, is_piece) =
            (chunk.choices.first.is_some(), chunk.object.as_str() == Some("chat.completion.chunk"));
        self.chunk(&mut chunk, frame, turn)?;
        match (is_reply, is_piece && !turn.is_finished()) {
            (true, false) => Ok(self.complete(turn)?),
            (true, true) => Err(LlmError::truncated("only a piece of the reply came").into()),
            _ => Err(LlmError::corrupt("the JSON document is no chat completion").into()),
        }
    }
}

#[cfg(test)]
mod tests;
