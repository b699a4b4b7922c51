//! Content blocks: text, reasoning, calls, and what is only kept.

use super::held::Held;
use super::{INDEX, MessagesDecoder};
use crate::wire::{Block, Cited, Count, Event, Text};
use kei_router_core::{Citation, Frame, LlmError, Turn};
use serde_json::value::RawValue;
use std::borrow::Cow;

impl MessagesDecoder {
    pub(super) fn delta(
        &mut self,
        event: Event<'_>,
        frame: &Frame<'_>,
        turn: &mut Turn,
    ) -> Result<(), LlmError> {
        let key = self.key(event.index);
        let delta = event.delta.0;
        let held = self.held.as_mut().filter(|held| held.key == key);
        match (delta.kind.0.as_ref(), held) {
            ("text_delta", _) => turn.text(key, delta.text.0),
            ("thinking_delta", _) => turn.reasoning(key, delta.thinking.0),
            ("signature_delta", _) => sign(key, &delta.signature, turn),
            ("citations_delta", _) => {
                delta.citation.into_iter().for_each(|raw| cite(raw, turn));
                Ok(())
            }
            ("input_json_delta", Some(held)) => held.add_input(&delta.partial_json.0),
            ("input_json_delta", None) if self.whole.contains(&key) => Ok(()),
            ("input_json_delta", None) => turn.call_delta(key, delta.partial_json.0),
            (_, Some(held)) => held.merge(frame.data),
            (_, None) => Ok(()),
        }
    }

    pub(super) fn block_start(
        &mut self,
        event: &Event<'_>,
        turn: &mut Turn,
    ) -> Result<(), LlmError> {
        let Some(raw) = event.content_block else {
            return Ok(());
        };
        let key = self.key(event.index);
        self.current = key & INDEX;
        self.flush(turn)?;
        self.end_bare(turn);
        turn.call_end(key);
        self.block(key, raw, turn)
    }

    /// A block, as far as it comes with its start.
    pub(super) fn block(
        &mut self,
        key: u64,
        raw: &RawValue,
        turn: &mut Turn,
    ) -> Result<(), LlmError> {
        let Ok(block) = serde_json::from_str::<Block<'_>>(raw.get()) else {
            return Ok(());
        };
        match block.kind.0.as_ref() {
            "text" => {
                turn.text(key, block.text.0)?;
                block.citations.0.into_iter().for_each(|raw| cite(raw, turn));
            }
            "thinking" => {
                turn.reasoning(key, block.thinking.0)?;
                sign(key, &block.signature, turn)?;
            }
            "redacted_thinking" => {
                turn.reasoning_redacted(key, None, Some(block.data.0.as_ref()))?;
            }
            "tool_use" => {
                turn.call_start(key, block.id.given(), &block.name.0)?;
                self.whole.retain(|other| *other != key);
                if let Some(input) = block.input.map(RawValue::get).filter(|json| has_member(json))
                {
                    self.whole.push(key);
                    turn.call_delta(key, Cow::Borrowed(input))?;
                }
            }
            "" => {}
            _ => self.held = Some(Held::new(key, raw.get())),
        }
        Ok(())
    }

    /// A block that ends. A call whose arguments are no JSON stays open until the reply is
    /// complete: by then it is known whether a limit has cut them.
    pub(super) fn block_stop(&mut self, index: Count, turn: &mut Turn) -> Result<(), LlmError> {
        let key = self.key(index);
        if self.held.as_ref().is_some_and(|held| held.key == key) {
            self.flush(turn)?;
        }
        match turn.call_arguments(key) {
            Some("") => {
                self.end_bare(turn);
                self.bare = Some(key);
            }
            Some(arguments) if is_json(arguments) => turn.call_end(key),
            _ => {}
        }
        Ok(())
    }

    /// Ends the call that has no arguments. Had a limit cut them, the call would be the last
    /// thing in the reply.
    pub(super) fn end_bare(&mut self, turn: &mut Turn) {
        if let Some(key) = self.bare.take() {
            turn.call_end(key);
        }
    }

    /// Hands over the block that was held until it was whole.
    pub(super) fn flush(&mut self, turn: &mut Turn) -> Result<(), LlmError> {
        match self.held.take() {
            Some(held) => turn.opaque(held.key, held.into_json()),
            None => Ok(()),
        }
    }
}

fn sign(key: u64, signature: &Text<'_>, turn: &mut Turn) -> Result<(), LlmError> {
    signature.given().map_or(Ok(()), |text| turn.reasoning_signature(key, text))
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

/// Whether JSON text is an object with a member.
fn has_member(json: &str) -> bool {
    json.strip_prefix('{').is_some_and(|rest| !rest.trim_start().starts_with('}'))
}

fn cite(raw: &RawValue, turn: &mut Turn) {
    let mut citation = Citation::from_json(raw.get());
    if let Ok(cited) = serde_json::from_str::<Cited<'_>>(raw.get()) {
        let is_url = |text: &&str| text.starts_with("https://") || text.starts_with("http://");
        let url = cited.url.given().or(cited.source.given().filter(is_url));
        citation.url = url.map(str::to_owned);
        let title = cited.title.given().or(cited.document_title.given());
        citation.title = title.map(str::to_owned);
        citation.quote = cited.cited_text.given().map(str::to_owned);
    }
    turn.citation(citation);
}
