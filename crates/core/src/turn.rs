//! The assistant's turn as it arrives: the source of events and of the whole message.

mod bill;
mod blocks;
mod calls;
mod content;
mod halves;
mod parts;
mod price;

use crate::{FinishKind, FinishReason, Message, Part, Started, StreamEvent, Usage, Warning};
use bill::Bill;
use blocks::Blocks;
use halves::Halves;
use std::collections::VecDeque;

/// The sink of a [`Decoder`](crate::codec::Decoder). It emits the events, in order, and keeps the
/// whole turn: the rules on the order of events, empty pieces, complete parts, tool calls and usage
/// are enforced here.
///
/// Pieces of text, reasoning and calls belong to a part of the message, identified by a key of the
/// decoder's choice, such as the index on the wire. A key never sizes an allocation. A part is open
/// until [`Turn::end`] or [`Turn::complete`]. Parts are emitted in the order in which they began,
/// so one that ends before an older one waits for it.
#[derive(Debug)]
pub struct Turn {
    events: VecDeque<StreamEvent>,
    started: Option<Box<Started>>,
    warnings: Vec<Warning>,
    provider: String,
    id: Option<String>,
    model: Option<String>,
    blocks: Blocks,
    halves: Halves,
    state: Option<Part>,
    usage: Usage,
    bill: Bill,
    reason: Option<FinishReason>,
    complete: bool,
    semantic: bool,
}

impl Turn {
    pub(crate) fn new(started: Started, limit: usize) -> Self {
        Self {
            events: VecDeque::with_capacity(4),
            provider: started.provider.clone(),
            started: Some(Box::new(started)),
            warnings: Vec::new(),
            id: None,
            model: None,
            blocks: Blocks::new(limit),
            halves: Halves::default(),
            state: None,
            usage: Usage::default(),
            bill: Bill::default(),
            reason: None,
            complete: false,
            semantic: false,
        }
    }

    /// Whether a finish reason has arrived.
    pub fn is_finished(&self) -> bool {
        self.reason.is_some()
    }

    /// Whether any text, reasoning, call or other part has arrived.
    pub fn has_content(&self) -> bool {
        self.semantic
    }

    /// Records the vendor's proof that the reply is complete: open parts are closed, and the stream
    /// ends.
    pub fn complete(&mut self) {
        if self.complete {
            return;
        }
        let cut = self.close_all();
        if let Some(state) = self.state.take() {
            self.blocks.keep_state(state);
            self.emit_parts();
        }
        let reason = self.reason.take().unwrap_or_else(|| FinishReason::new(FinishKind::Other, ""));
        self.reason = Some(self.judge(reason, cut));
        self.start();
        self.complete = true;
    }

    /// Adds warnings from before the response, which are sent right after `Started`.
    pub(crate) fn forewarn(&mut self, warnings: Vec<Warning>) {
        self.warnings = warnings;
    }

    /// Sets whether the next frame's lone surrogates are marked; see [`crate::surrogates`].
    pub(crate) fn set_marked(&mut self, marked: bool) {
        self.halves.marked = marked;
    }

    pub(crate) fn is_complete(&self) -> bool {
        self.complete
    }

    pub(crate) fn pop(&mut self) -> Option<StreamEvent> {
        self.events.pop_front()
    }

    pub(crate) fn push_last(&mut self, event: StreamEvent) {
        self.events.push_back(event);
    }

    pub(crate) fn take_message(&mut self) -> Message {
        let mut parts = self.blocks.take_parts();
        parts.extend(self.state.take());
        Message::assistant(parts)
    }

    pub(crate) fn take_ids(&mut self) -> (Option<String>, Option<String>) {
        (self.id.take(), self.model.take())
    }

    pub(crate) fn totals(&self) -> (Usage, Option<FinishReason>) {
        (self.usage, self.reason.clone())
    }

    /// Emits the parts that are next in order.
    fn emit_parts(&mut self) {
        while let Some(part) = self.blocks.next_whole() {
            self.push(StreamEvent::Part(Box::new(part)));
        }
    }

    /// Emits an event of the reply itself.
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

#[cfg(test)]
mod tests;
