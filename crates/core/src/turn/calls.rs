//! Tool calls: start, increments, the whole call.

use super::Turn;
use crate::{FinishKind, FinishReason, LlmError, StreamEvent, ToolCall, WarningKind};
use std::borrow::Cow;

impl Turn {
    /// The call `key` begins. Where the vendor sends no id, or one that another call of this turn
    /// has, a stable one is made up.
    ///
    /// # Errors
    /// `TooLarge` where the whole message grows over its limit.
    pub fn call_start(&mut self, key: u64, id: Option<&str>, name: &str) -> Result<(), LlmError> {
        let call_id = self.blocks.call(key, id, name, self.id.as_deref())?;
        self.push(StreamEvent::ToolCallStart { call_id, name: name.to_owned() });
        Ok(())
    }

    /// The next piece of the arguments of the call `key`. One for a call that has not begun, and
    /// an empty one, is passed over.
    ///
    /// # Errors
    /// `TooLarge` where the whole message grows over its limit.
    pub fn call_delta(&mut self, key: u64, fragment: Cow<'_, str>) -> Result<(), LlmError> {
        if fragment.is_empty() {
            return Ok(());
        }
        if let Some(call_id) = self.blocks.arguments(key, &fragment)? {
            self.push(StreamEvent::ToolCallDelta { call_id, fragment: fragment.into_owned() });
        }
        Ok(())
    }

    /// The call `key` is complete. Said twice, it counts once.
    pub fn call_end(&mut self, key: u64) {
        if let Some(call) = self.blocks.close(key) {
            self.push(StreamEvent::ToolCall(call));
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

    /// Closes the calls that are still open; says whether one of them is not whole JSON.
    pub(super) fn close_calls(&mut self) -> bool {
        let mut cut = false;
        while let Some(call) = self.blocks.close_any() {
            cut |= !is_whole(&call);
            self.push(StreamEvent::ToolCall(call));
        }
        cut
    }

    /// A turn that calls tools stops for tool use, whatever the vendor's word. Only a call whose
    /// arguments were cut by a limit or a filter must not be run: then the vendor's word stands.
    pub(super) fn judge(&mut self, reason: FinishReason, cut: bool) -> FinishReason {
        if !self.blocks.has_calls() {
            return reason;
        }
        let early = matches!(
            reason.kind,
            FinishKind::Length | FinishKind::ContentFilter | FinishKind::Refusal
        );
        if early && cut {
            let message = "the arguments of a call were cut; they are kept as they came";
            self.warn(WarningKind::Ending, "tool_call", message);
            return reason;
        }
        FinishReason::new(FinishKind::ToolUse, reason.word)
    }
}

fn is_whole(call: &ToolCall) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(&call.arguments).is_ok()
}
