//! Tool calls: start, increments, complete call.

use super::Turn;
use super::halves::Lane;
use crate::{ErrorKind, FinishKind, FinishReason, LlmError, StreamEvent, ToolCall, WarningKind};
use std::borrow::Cow;

/// The length of an id, in bytes, from which on it counts: the number of events bounds others.
const LONG_ID: usize = 256;
/// The maximum of the ids in pieces that wait to be taken, in bytes.
const MAX_PENDING_IDS: usize = 4 << 20;

impl Turn {
    /// Begins the call `key`. If the vendor sends no id, or one that another call of this turn has,
    /// a stable one is generated.
    ///
    /// # Errors
    /// `TooLarge` if the message exceeds its limit.
    pub fn call_start(&mut self, key: u64, id: Option<&str>, name: &str) -> Result<(), LlmError> {
        let id = id.map(|id| self.without_halves(id.into()));
        let name = self.without_halves(name.into());
        let call_id = self.blocks.call(key, id.as_deref(), &name, self.id.as_deref())?;
        self.push(StreamEvent::ToolCallStart { call_id, name: name.into_owned() });
        Ok(())
    }

    /// The next piece of the arguments of the call `key`. One for a call that has not begun, and
    /// an empty one, is passed over.
    ///
    /// # Errors
    /// `TooLarge` if the message exceeds its limit.
    pub fn call_delta(&mut self, key: u64, fragment: Cow<'_, str>) -> Result<(), LlmError> {
        let fragment = self.halves.join(key, Lane::Arguments, fragment);
        if fragment.is_empty() {
            return Ok(());
        }
        if let Some(call_id) = self.blocks.arguments(key, &fragment)? {
            if call_id.len() > LONG_ID {
                self.count_id(&call_id)?;
            }
            self.push(StreamEvent::ToolCallDelta { call_id, fragment: fragment.into_owned() });
        }
        Ok(())
    }

    /// Completes the call `key`. Repeated calls have no effect.
    pub fn call_end(&mut self, key: u64) {
        if self.blocks.has_open_call(key) {
            self.end(key);
        }
    }

    /// Whether the call `key` has begun.
    pub fn has_call(&self, key: u64) -> bool {
        self.blocks.has_call(key)
    }

    /// The arguments of the call `key` so far.
    pub fn call_arguments(&self, key: u64) -> Option<&str> {
        self.blocks.arguments_of(key)
    }

    /// Whether the arguments of the call `key` so far are one whole JSON value. However often this
    /// is asked while they grow, all of it costs what reading them once does.
    pub fn is_whole_call(&mut self, key: u64) -> bool {
        self.blocks.is_whole_call(key)
    }

    /// Each piece that waits to be taken holds its call's id.
    #[cold]
    fn count_id(&mut self, id: &str) -> Result<(), LlmError> {
        let before = if self.events.is_empty() { 0 } else { self.pending_ids };
        self.pending_ids = before.saturating_add(id.len());
        if self.pending_ids > MAX_PENDING_IDS {
            let message = "one event of the vendor's has too many pieces of calls with long ids";
            return Err(LlmError::new(ErrorKind::TooLarge, message));
        }
        Ok(())
    }

    /// Closes the part `key`; a call is told.
    pub(super) fn close(&mut self, key: u64) {
        if let Some(call) = self.blocks.close(key) {
            self.push(StreamEvent::ToolCall(Box::new(call)));
        }
    }

    /// Closes all open parts, in order; returns whether a call among them is incomplete JSON.
    pub(super) fn close_all(&mut self) -> bool {
        self.finish_halves(None);
        let mut cut = false;
        while let Some(call) = self.blocks.close_next() {
            if let Some(call) = call {
                cut |= !is_whole(&call);
                self.push(StreamEvent::ToolCall(Box::new(call)));
            }
            self.emit_parts();
        }
        cut
    }

    /// A turn with tool calls has the reason `tool_use`, whatever the vendor's word. Exceptions are
    /// a refusal and a content filter, since nothing of such a turn must be run, and a limit that
    /// has cut the arguments of a call.
    pub(super) fn judge(&mut self, reason: FinishReason, cut: bool) -> FinishReason {
        if !self.blocks.has_calls() {
            return reason;
        }
        let stopped = matches!(reason.kind, FinishKind::ContentFilter | FinishKind::Refusal);
        if cut && (stopped || reason.kind == FinishKind::Length) {
            let message = "the arguments of a call were cut; they are kept as they came";
            self.warn(WarningKind::Ending, "tool_call", message);
            return reason;
        }
        if stopped {
            return reason;
        }
        FinishReason { kind: FinishKind::ToolUse, ..reason }
    }
}

fn is_whole(call: &ToolCall) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(&call.arguments).is_ok()
}
