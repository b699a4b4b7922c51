//! What decoders say: who answers, text, reasoning, usage, and how the turn ends.

use super::Turn;
use super::halves::Lane;
use crate::{
    Citation, FinishKind, FinishReason, LlmError, StreamEvent, Usage, Warning, WarningKind,
};
use std::borrow::Cow;

impl Turn {
    /// Takes the reply's id and model. The first ones that are not empty stay; `Started` is sent
    /// as soon as the model is known, or anything else is to be sent.
    pub fn identify(&mut self, id: Option<&str>, model: Option<&str>) {
        let take = |old: &mut Option<String>, new: Option<&str>| {
            if old.is_none() {
                *old = new.filter(|text| !text.is_empty()).map(str::to_owned);
            }
        };
        take(&mut self.id, id);
        take(&mut self.model, model);
        if self.model.is_some() {
            self.start();
        }
    }

    /// Another model goes on with the reply: it is the one that [`Finish`](crate::Finish) names.
    pub fn priced_as(&mut self, model: &str) {
        if !model.is_empty() {
            self.model = Some(model.to_owned());
        }
    }

    /// A piece of text, in the part `key`. An empty one is passed over.
    ///
    /// # Errors
    /// `TooLarge` where the whole message grows over its limit.
    pub fn text(&mut self, key: u64, text: Cow<'_, str>) -> Result<(), LlmError> {
        let text = self.halves.join(key, Lane::Text, text);
        if text.is_empty() {
            return Ok(());
        }
        self.blocks.text(key, &text)?;
        self.push(StreamEvent::Token(text.into_owned()));
        Ok(())
    }

    /// A piece of reasoning, in the part `key`. An empty one makes a part and no event.
    ///
    /// # Errors
    /// `TooLarge` where the whole message grows over its limit.
    pub fn reasoning(&mut self, key: u64, text: Cow<'_, str>) -> Result<(), LlmError> {
        let text = self.halves.join(key, Lane::Reasoning, text);
        self.blocks.reasoning(key, &text, &self.provider)?;
        if !text.is_empty() {
            self.push(StreamEvent::Reasoning(text.into_owned()));
        }
        Ok(())
    }

    /// The signature of the reasoning `key`. A later one replaces it.
    ///
    /// # Errors
    /// `TooLarge` where the whole message grows over its limit.
    pub fn reasoning_signature(&mut self, key: u64, signature: &str) -> Result<(), LlmError> {
        self.blocks.signature(key, signature, &self.provider)
    }

    /// The encrypted form of the reasoning `key`, and the vendor's id of it.
    ///
    /// # Errors
    /// `TooLarge` where the whole message grows over its limit.
    pub fn reasoning_redacted(
        &mut self,
        key: u64,
        id: Option<&str>,
        data: Option<&str>,
    ) -> Result<(), LlmError> {
        self.blocks.redacted(key, id, data, &self.provider)
    }

    /// The text of the part `key` so far: of the youngest one of text or reasoning.
    pub fn text_of(&self, key: u64) -> Option<&str> {
        self.blocks.text_of(key)
    }

    /// A citation.
    pub fn citation(&mut self, mut citation: Citation) {
        citation.json = self.halves.replaced(citation.json);
        self.push(StreamEvent::Citation(Box::new(citation)));
    }

    /// The usage so far, as a running total: counts replace, and never add up.
    pub fn usage(&mut self, usage: &Usage) {
        let before = self.usage;
        self.usage.update(usage);
        if self.usage != before {
            self.queue(StreamEvent::Usage(Box::new(self.usage)));
        }
    }

    /// A warning.
    pub fn warn(&mut self, kind: WarningKind, subject: &str, message: impl Into<String>) {
        self.queue(StreamEvent::Warning(Warning::new(kind, subject, message)));
    }

    /// Why the model stopped. This is not yet the end: usage may follow.
    pub fn finish(&mut self, kind: FinishKind, word: &str) {
        let met = self.reason.take().and_then(|reason| reason.stop_sequence);
        let reason = self.reason.insert(FinishReason::new(kind, word));
        reason.stop_sequence = met;
    }

    /// The stop sequence that was met; behind [`Turn::finish`].
    pub fn stopped_by(&mut self, sequence: &str) {
        if let Some(reason) = &mut self.reason {
            reason.stop_sequence = Some(sequence.to_owned());
        }
    }
}
