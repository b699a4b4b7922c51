//! The response as a whole: how it begins, and how it ends.

use super::usage::usage;
use super::{ResponsesDecoder, price};
use crate::wire::{Event, ResponseWire};
use kei_router_core::codec::{DecodeError, Refusal, Turn};
use kei_router_core::framing::Frame;
use kei_router_core::lenient::{Raw, read};
use kei_router_core::{FinishKind, LlmError};
use serde_json::value::RawValue;

impl ResponsesDecoder {
    /// An event about the response. Unknown ones are ignored.
    pub(super) fn response(
        &mut self,
        event: Event<'_>,
        frame: Frame<'_>,
        turn: &mut Turn,
    ) -> Result<(), DecodeError> {
        match event.kind.as_str().unwrap_or(frame.event) {
            "response.created" | "response.queued" | "response.in_progress" => {
                self.begin(event.response, turn);
                Ok(())
            }
            "response.completed" | "response.done" => self.end("completed", event.response, turn),
            "response.incomplete" => self.end("incomplete", event.response, turn),
            "response.failed" => self.end("failed", event.response, turn),
            "response.cancelled" | "response.canceled" => {
                self.end("cancelled", event.response, turn)
            }
            "error" | "response.error" => Err(frame.refusal()),
            // No event of this wire at all: perhaps the error of a gateway.
            "message" | "" => match frame.refusal() {
                DecodeError::Refused { refusal, .. } if !refusal.is_error => Ok(()),
                fault => Err(fault),
            },
            _ => Ok(()),
        }
    }

    /// The response as it begins. It comes twice, and is long: once both names are known, it is
    /// not read again before the end.
    fn begin(&mut self, response: Raw<'_>, turn: &mut Turn) {
        if let (Some(response), false) = (response, self.begun) {
            let response: ResponseWire<'_> = read(response);
            self.begun = response.id.as_str().is_some() && response.model.as_str().is_some();
            begin(&response, turn);
        }
    }

    /// A whole response in place of a stream of events.
    pub(super) fn whole(&mut self, json: &str, turn: &mut Turn) -> Result<(), DecodeError> {
        let raw: &RawValue = serde_json::from_str(json).map_err(no_response)?;
        let response: ResponseWire<'_> = read(raw);
        match (response.object.as_str(), response.status.as_str(), response.output) {
            (Some("response"), Some("queued" | "in_progress"), _) => {
                begin(&response, turn);
                Err(LlmError::truncated("the response is not complete yet").into())
            }
            (Some("response"), ..) | (None, _, Some(_)) => self.end("completed", Some(raw), turn),
            _ => Err(LlmError::corrupt("the JSON document is no response").into()),
        }
    }

    /// The end, as the event's name has it; one that says "completed" may know better inside.
    fn end(&mut self, word: &str, response: Raw<'_>, turn: &mut Turn) -> Result<(), DecodeError> {
        let response: ResponseWire<'_> = response.map(read).unwrap_or_default();
        turn.identify(response.id.as_str(), response.model.as_str());
        let known = |word: &&str| matches!(*word, "incomplete" | "failed" | "cancelled");
        let inside = response.status.as_str().filter(known);
        let word = if word == "completed" { inside.unwrap_or(word) } else { word };
        if let (Some(output), "completed" | "incomplete") = (response.output, word) {
            self.settle(output, turn)?;
        }
        begin(&response, turn);
        match word {
            "failed" => return Err(failed(response.error)),
            // Not by the caller, who would have disconnected: the request may be retried.
            "cancelled" => {
                return Err(LlmError::truncated("the response was cancelled at the vendor").into());
            }
            word => self.finish(word, response.incomplete_details.reason.as_str(), turn),
        }
        turn.complete();
        Ok(())
    }

    fn finish(&self, word: &str, reason: Option<&str>, turn: &mut Turn) {
        match (word, reason) {
            ("incomplete", reason) => {
                let word = reason.unwrap_or(word);
                let kind = match word {
                    "max_output_tokens" | "max_tokens" => FinishKind::Length,
                    "content_filter" => FinishKind::ContentFilter,
                    _ => FinishKind::Other,
                };
                turn.finish(kind, word);
            }
            _ if self.refused => turn.finish(FinishKind::Refusal, word),
            _ if self.client_calls.are_open() => turn.finish(FinishKind::ToolUse, word),
            _ => turn.finish(FinishKind::Stop, word),
        }
    }
}

fn no_response(error: serde_json::Error) -> DecodeError {
    let place = format!("malformed JSON at line {}, column {}", error.line(), error.column());
    LlmError::corrupt(place).into()
}

/// Reads what the first event reports about a response, and the last one repeats.
fn begin(response: &ResponseWire<'_>, turn: &mut Turn) {
    turn.identify(response.id.as_str(), response.model.as_str());
    turn.usage(&usage(&response.usage));
    price::response(response, turn);
}

/// The error of a response that failed. Of the event nothing else is kept: the rest repeats the
/// request.
fn failed(error: Raw<'_>) -> DecodeError {
    let refusal = Box::new(error.map(Refusal::of_error).unwrap_or_default());
    DecodeError::Refused { refusal, body: error.map_or("", RawValue::get).to_owned() }
}
