//! Decodes the frames of a response.

mod calls;
mod citations;
mod client_tools;
mod finish;
mod item_events;
mod items;
mod media;
mod price;
mod reasoning;
mod text;
mod usage;

use crate::wire::Event;
use client_tools::ClientCalls;
use items::{Items, Kind};
use kei_router_core::LlmError;
use kei_router_core::codec::{DecodeError, Decoder, Turn};
use kei_router_core::framing::Frame;
use kei_router_core::lenient::Text;

/// Decodes one response of the Responses API.
///
/// Only the terminal event proves a reply complete: `response.completed` or `response.incomplete`.
/// `[DONE]`, which gateways append, proves nothing.
///
/// Items are identified by their index in the output, if the server sends it; else by their id;
/// else the newest open one is meant. What a server sends twice, in pieces and as a whole, is
/// emitted once; what it sends only as a whole is emitted as one piece.
#[derive(Debug, Default)]
pub struct ResponsesDecoder {
    items: Items,
    /// Whether the model refused, in a part of its own.
    refused: bool,
    /// Calls of the vendor's own tools that the caller must run.
    client_calls: ClientCalls,
    /// Whether the response's id and model are known.
    begun: bool,
}

impl Decoder for ResponsesDecoder {
    fn decode(&mut self, frame: Frame<'_>, turn: &mut Turn) -> Result<(), DecodeError> {
        match frame.data.trim() {
            "[DONE]" => {
                let message = "[DONE] came before the event that ends a response";
                return Err(LlmError::truncated(message).into());
            }
            "" => return Ok(()),
            _ => {}
        }
        match frame.json::<Event<'_>>() {
            Ok(event) => self.event(event, frame, turn),
            Err(_) if is_foreign(frame.event) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn end_of_body(&mut self, _: &mut Turn) -> Result<(), DecodeError> {
        let message = "the stream ended before the event that ends a response";
        Err(LlmError::truncated(message).into())
    }

    fn document(&mut self, json: &str, turn: &mut Turn) -> Result<(), DecodeError> {
        self.whole(json, turn)
    }
}

impl ResponsesDecoder {
    /// The type stands in the payload; the event's name is asked only where it does not.
    fn event(
        &mut self,
        mut event: Event<'_>,
        frame: Frame<'_>,
        turn: &mut Turn,
    ) -> Result<(), DecodeError> {
        if turn.has_halves() {
            event.item_id = without_halves(std::mem::take(&mut event.item_id), turn);
        }
        if frame.event == "error" {
            return Err(frame.refusal());
        }
        match event.kind.as_str().unwrap_or(frame.event) {
            "response.output_text.delta" => self.text_delta(event, turn)?,
            "response.function_call_arguments.delta" => {
                self.call_delta(event, Kind::Call, turn)?;
            }
            "response.output_text.done" => self.text_done(event, turn)?,
            "response.refusal.delta" => self.refusal_delta(event, turn)?,
            "response.refusal.done" => self.refusal_done(event, turn)?,
            "response.reasoning_text.delta" | "response.reasoning_summary_text.delta" => {
                self.reasoning_delta(event, turn)?;
            }
            "response.reasoning_text.done" | "response.reasoning_summary_text.done" => {
                self.reasoning_done(event, turn)?;
            }
            "response.function_call_arguments.done" => self.call_done(event, Kind::Call, turn)?,
            "response.custom_tool_call_input.delta" => {
                self.call_delta(event, Kind::CustomCall, turn)?;
            }
            "response.custom_tool_call_input.done" => {
                self.call_done(event, Kind::CustomCall, turn)?;
            }
            _ => return self.whole_event(event, frame, turn),
        }
        Ok(())
    }

    /// An event about a whole part, a sound, a whole item or the response.
    fn whole_event(
        &mut self,
        event: Event<'_>,
        frame: Frame<'_>,
        turn: &mut Turn,
    ) -> Result<(), DecodeError> {
        match event.kind.as_str().unwrap_or(frame.event) {
            "response.content_part.done" => self.part_done(&event, turn)?,
            "response.output_item.added" => self.item_added(&event, turn)?,
            "response.output_item.done" => self.item_done(&event, turn)?,
            "response.audio.transcript.delta" | "response.output_audio_transcript.delta" => {
                self.text_delta(event, turn)?;
            }
            "response.audio.delta" | "response.output_audio.delta" => {
                self.audio_delta(event, turn)?;
            }
            "response.output_text.annotation.added" => self.annotation(&event, turn)?,
            _ => return self.response(event, frame, turn),
        }
        Ok(())
    }
}

/// An id as it may be kept.
fn without_halves<'a>(id: Text<'a>, turn: &Turn) -> Text<'a> {
    Text(id.0.map(|id| turn.without_halves(id)))
}

/// Whether an event of this name is none of this wire's: its payload need not be JSON.
fn is_foreign(name: &str) -> bool {
    !matches!(name, "" | "message" | "error") && !name.starts_with("response.")
}

#[cfg(test)]
mod tests;
