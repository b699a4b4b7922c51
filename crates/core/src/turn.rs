//! The assistant's turn, as it arrives: where events and the whole message come from.

mod blocks;
mod calls;
mod drive;
mod reasoning;

use crate::{
    Citation, FinishKind, FinishReason, LlmError, Started, StreamEvent, Usage, Warning, WarningKind,
};
use blocks::Blocks;
use std::borrow::Cow;
use std::collections::VecDeque;

/// The sink of a [`Decoder`](crate::Decoder). It makes the events, in order, and keeps the whole
/// turn: the laws on what comes first, on empty pieces, on tool calls and on usage live here.
///
/// Pieces of text, reasoning and calls belong to a block, named by a key of the decoder's own
/// choice, such as the wire's index. A key never sizes an allocation.
#[derive(Debug)]
pub struct Turn {
    events: VecDeque<StreamEvent>,
    started: Option<Started>,
    warnings: Vec<Warning>,
    provider: String,
    id: Option<String>,
    model: Option<String>,
    blocks: Blocks,
    usage: Usage,
    reason: Option<FinishReason>,
    complete: bool,
    semantic: bool,
}

impl Turn {
    pub(crate) fn new(started: Started, limit: usize) -> Self {
        Self {
            events: VecDeque::with_capacity(4),
            provider: started.provider.clone(),
            started: Some(started),
            warnings: Vec::new(),
            id: None,
            model: None,
            blocks: Blocks::new(limit),
            usage: Usage::default(),
            reason: None,
            complete: false,
            semantic: false,
        }
    }

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

    /// A piece of text, in the block `key`. An empty one is passed over.
    ///
    /// # Errors
    /// `TooLarge` where the whole message grows over its limit.
    pub fn text(&mut self, key: u64, text: Cow<'_, str>) -> Result<(), LlmError> {
        if text.is_empty() {
            return Ok(());
        }
        self.blocks.text(key, &text)?;
        self.push(StreamEvent::Token(text.into_owned()));
        Ok(())
    }

    /// A piece of reasoning, in the block `key`. An empty one makes a block and no event.
    ///
    /// # Errors
    /// `TooLarge` where the whole message grows over its limit.
    pub fn reasoning(&mut self, key: u64, text: Cow<'_, str>) -> Result<(), LlmError> {
        self.blocks.reasoning(key, &text, &self.provider)?;
        if !text.is_empty() {
            self.push(StreamEvent::Reasoning(text.into_owned()));
        }
        Ok(())
    }

    /// A piece of the signature of the reasoning block `key`.
    ///
    /// # Errors
    /// `TooLarge` where the whole message grows over its limit.
    pub fn reasoning_signature(&mut self, key: u64, signature: &str) -> Result<(), LlmError> {
        self.blocks.signature(key, signature, &self.provider)
    }

    /// The encrypted form of the reasoning block `key`, and the vendor's id of it.
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

    /// A vendor's own block, as JSON text, kept for the same vendor.
    ///
    /// # Errors
    /// `TooLarge` where the whole message grows over its limit.
    pub fn opaque(&mut self, key: u64, json: String) -> Result<(), LlmError> {
        self.blocks.opaque(key, json, &self.provider)
    }

    /// A citation.
    pub fn citation(&mut self, citation: Citation) {
        self.push(StreamEvent::Citation(citation));
    }

    /// The usage so far, as a running total: counts replace, and never add up.
    pub fn usage(&mut self, usage: &Usage) {
        let before = self.usage;
        self.usage.update(usage);
        if self.usage != before {
            self.queue(StreamEvent::Usage(self.usage));
        }
    }

    /// A warning.
    pub fn warn(&mut self, kind: WarningKind, subject: &str, message: impl Into<String>) {
        self.queue(StreamEvent::Warning(Warning::new(kind, subject, message)));
    }

    /// Why the model stopped. This is not yet the end: usage may follow.
    pub fn finish(&mut self, kind: FinishKind, word: &str) {
        self.reason = Some(FinishReason::new(kind, word));
    }

    /// Whether a reason to stop has come.
    pub fn is_finished(&self) -> bool {
        self.reason.is_some()
    }

    /// Whether any text, reasoning or call has come.
    pub fn has_content(&self) -> bool {
        self.semantic
    }

    /// Whether the usage has come.
    pub fn has_usage(&self) -> bool {
        !self.usage.is_unknown()
    }

    /// The vendor's proof that the reply is whole: open calls are closed, and the stream ends.
    pub fn complete(&mut self) {
        if self.complete {
            return;
        }
        let cut = self.close_calls();
        let reason = self.reason.take().unwrap_or_else(|| FinishReason::new(FinishKind::Other, ""));
        self.reason = Some(self.judge(reason, cut));
        self.start();
        self.complete = true;
    }

    /// An event of the answer itself.
    fn push(&mut self, event: StreamEvent) {
        self.semantic = true;
        self.queue(event);
    }

    fn queue(&mut self, event: StreamEvent) {
        self.start();
        self.events.push_back(event);
    }

    fn start(&mut self) {
        if let Some(mut started) = self.started.take() {
            started.id.clone_from(&self.id);
            started.model.clone_from(&self.model);
            self.events.push_back(StreamEvent::Started(started));
            let warnings = std::mem::take(&mut self.warnings);
            self.events.extend(warnings.into_iter().map(StreamEvent::Warning));
        }
    }
}
