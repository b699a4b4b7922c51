//! What decoders report: identity, text, reasoning, usage, and how the turn ends.

use super::Turn;
use super::halves::Lane;
use crate::{
    Citation, FinishKind, FinishReason, LlmError, StreamEvent, Usage, Warning, WarningKind,
};
use std::borrow::Cow;

impl Turn {
    /// Sets the reply's id and model. The first non-empty values are kept; `Started` is sent as
    /// soon as the model is known, or before any other event.
    pub fn identify(&mut self, id: Option<&str>, model: Option<&str>) {
        let known = |text: &&str| !text.is_empty();
        if self.id.is_none() {
            self.id = id.filter(known).map(|id| self.without_halves(id.into()).into_owned());
        }
        if self.model.is_none() {
            self.model = model.filter(known).map(|id| self.without_halves(id.into()).into_owned());
        }
        if self.model.is_some() {
            self.start();
        }
    }

    /// Records that another model continues the reply: [`Finish`](crate::Finish) names it.
    pub fn priced_as(&mut self, model: &str) {
        if !model.is_empty() {
            self.model = Some(self.without_halves(model.into()).into_owned());
        }
    }

    /// Adds a piece of text to the part `key`. An empty one is ignored.
    ///
    /// # Errors
    /// `TooLarge` if the message exceeds its limit.
    pub fn text(&mut self, key: u64, text: Cow<'_, str>) -> Result<(), LlmError> {
        let text = self.halves.join(key, Lane::Text, text);
        if text.is_empty() {
            return Ok(());
        }
        self.blocks.text(key, &text)?;
        self.push(StreamEvent::Token(text.into_owned()));
        Ok(())
    }

    /// Adds a piece of reasoning to the part `key`. An empty one begins a part, without an event.
    ///
    /// # Errors
    /// `TooLarge` if the message exceeds its limit.
    pub fn reasoning(&mut self, key: u64, text: Cow<'_, str>) -> Result<(), LlmError> {
        let text = self.halves.join(key, Lane::Reasoning, text);
        self.blocks.reasoning(key, &text, &self.provider)?;
        if !text.is_empty() {
            self.push(StreamEvent::Reasoning(text.into_owned()));
        }
        Ok(())
    }

    /// Sets the signature of the reasoning `key`, replacing an earlier one.
    ///
    /// # Errors
    /// `TooLarge` if the message exceeds its limit.
    pub fn reasoning_signature(&mut self, key: u64, signature: &str) -> Result<(), LlmError> {
        let signature = self.without_halves(signature.into());
        self.blocks.signature(key, &signature, &self.provider)
    }

    /// Sets the encrypted form of the reasoning `key`, and the vendor's id of it.
    ///
    /// # Errors
    /// `TooLarge` if the message exceeds its limit.
    pub fn reasoning_redacted(
        &mut self,
        key: u64,
        id: Option<&str>,
        data: Option<&str>,
    ) -> Result<(), LlmError> {
        let id = id.map(|id| self.without_halves(id.into()));
        let data = data.map(|data| self.without_halves(data.into()));
        self.blocks.redacted(key, id.as_deref(), data.as_deref(), &self.provider)
    }

    /// Whether the part `key` has begun, and not ended.
    pub fn is_open(&self, key: u64) -> bool {
        self.blocks.is_open(key)
    }

    /// The text of the part `key` so far, the newest one of text or reasoning.
    pub fn text_of(&self, key: u64) -> Option<&str> {
        self.blocks.text_of(key)
    }

    /// Emits a citation.
    pub fn citation(&mut self, mut citation: Citation) {
        citation.json = self.halves.replaced(citation.json);
        for text in [&mut citation.url, &mut citation.title, &mut citation.quote] {
            *text = text.take().map(|text| self.halves.replaced(text));
        }
        self.push(StreamEvent::Citation(Box::new(citation)));
    }

    /// Sets the usage so far, a running total: counts are replaced, never added.
    pub fn usage(&mut self, usage: &Usage) {
        let before = self.usage;
        self.usage.update(usage);
        if self.usage != before {
            self.queue(StreamEvent::Usage(Box::new(self.usage)));
        }
    }

    /// Emits a warning.
    pub fn warn(&mut self, kind: WarningKind, subject: &str, message: impl Into<String>) {
        let (subject, message) = (self.without_halves(subject.into()), message.into());
        let message = self.halves.replaced(message);
        self.queue(StreamEvent::Warning(Warning::new(kind, subject, message)));
    }

    /// Sets the finish reason. This is not yet the end: usage may follow.
    pub fn finish(&mut self, kind: FinishKind, word: &str) {
        let met = self.reason.take().and_then(|reason| reason.stop_sequence);
        let word = self.without_halves(word.into()).into_owned();
        let reason = self.reason.insert(FinishReason::new(kind, word));
        reason.stop_sequence = met;
    }

    /// Sets the stop sequence that was hit; call it after [`Turn::finish`].
    pub fn stopped_by(&mut self, sequence: &str) {
        let sequence = self.without_halves(sequence.into()).into_owned();
        if let Some(reason) = &mut self.reason {
            reason.stop_sequence = Some(sequence);
        }
    }
}
