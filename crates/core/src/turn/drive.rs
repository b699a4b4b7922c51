//! What the engine does with a turn.

use super::Turn;
use crate::{FinishReason, Message, StreamEvent, Usage, Warning};

impl Turn {
    /// Warnings that are older than the answer: they come right behind `Started`.
    pub(crate) fn forewarn(&mut self, warnings: Vec<Warning>) {
        self.warnings = warnings;
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
        Message::assistant(self.blocks.take_parts())
    }

    pub(crate) fn take_ids(&mut self) -> (Option<String>, Option<String>) {
        (self.id.take(), self.model.take())
    }

    pub(crate) fn totals(&self) -> (Usage, Option<FinishReason>) {
        (self.usage, self.reason.clone())
    }
}
