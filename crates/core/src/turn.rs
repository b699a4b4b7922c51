//! The assistant's turn as it arrives: the source of events and of the whole message.

mod bill;
mod blocks;
mod calls;
mod content;
mod halves;
mod parts;
mod price;
mod sound;
mod sounds;

use crate::{
    ErrorKind, FinishKind, FinishReason, LlmError, Message, Part, Started, StreamEvent, Usage,
    Warning,
};
use bill::Bill;
use blocks::Blocks;
use halves::Halves;
use sound::Sound;
use std::collections::VecDeque;

/// The maximum number of events that one frame may bring: far beyond any real one, and a bound on
/// what a list of small things becomes.
const MAX_EVENTS: usize = 1 << 14;

/// The sink of a [`Decoder`](crate::codec::Decoder). It makes the events, in order, and keeps the whole
/// turn: the laws on what comes first, on empty pieces, on whole parts, on tool calls and on usage
/// live here.
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
    sounds: Vec<Sound>,
    state: Option<Part>,
    usage: Usage,
    bill: Bill,
    reason: Option<FinishReason>,
    complete: bool,
    semantic: bool,
    /// Whether a frame brought more events than there is room for.
    flooded: bool,
    /// The ids in the pieces of calls that have not been taken yet, in bytes.
    pending_ids: usize,
}

impl Turn {
    pub(crate) fn new(started: Started, limit: usize) -> Self {
        Self {
            events: VecDeque::with_capacity(4),
            provider: started.provider.clone(),
            warnings: Vec::new(),
            id: None,
            model: None,
            blocks: Blocks::new(limit, started.provider.clone()),
            halves: Halves::default(),
            sounds: Vec::new(),
            state: None,
            usage: Usage::default(),
            bill: Bill::default(),
            reason: None,
            complete: false,
            semantic: false,
            flooded: false,
            pending_ids: 0,
            started: Some(Box::new(started)),
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
        self.end_sounds(None);
        if let Some(state) = self.state.take() {
            self.blocks.keep(state);
        }
        self.emit_parts();
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

    pub(crate) fn is_flooded(&self) -> bool {
        self.flooded
    }

    /// Refuses a frame that brought more events than any real one.
    pub(crate) fn check_events(&self) -> Result<(), LlmError> {
        if self.flooded {
            let message = format!("one event of the vendor's brings over {MAX_EVENTS}");
            return Err(LlmError::new(ErrorKind::TooLarge, message));
        }
        Ok(())
    }

    pub(crate) fn pop(&mut self) -> Option<StreamEvent> {
        self.events.pop_front()
    }

    pub(crate) fn push_last(&mut self, event: StreamEvent) {
        self.events.push_back(event);
    }

    pub(crate) fn take_message(&mut self) -> Message {
        let mut parts = self.blocks.take_parts();
        parts.extend(self.take_sounds());
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
        match self.events.len() < MAX_EVENTS {
            true => self.events.push_back(event),
            false => self.flooded = true,
        }
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
