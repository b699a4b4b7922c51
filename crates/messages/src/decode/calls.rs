//! Calls of tools: their input in pieces or whole, and when it is complete.

use super::MessagesDecoder;
use crate::wire::{Block, Count};
use kei_router_core::LlmError;
use kei_router_core::codec::Turn;
use serde_json::value::RawValue;
use std::borrow::Cow;

impl MessagesDecoder {
    /// A call that begins. Its input may come with it.
    pub(super) fn call(
        &mut self,
        key: u64,
        block: &Block<'_>,
        turn: &mut Turn,
    ) -> Result<(), LlmError> {
        turn.call_start(key, block.id.as_str(), block.name.as_str().unwrap_or_default())?;
        self.whole.retain(|other| *other != key);
        let attached = [("caller", block.caller), ("toolset_name", block.toolset_name)];
        let attached = attached.into_iter().filter_map(|(name, raw)| Some((name, raw?.get())));
        let members: Vec<String> =
            attached.map(|(name, json)| format!(r#""{name}":{json}"#)).collect();
        if !members.is_empty() {
            turn.vendor(key, format!("{{{}}}", members.join(",")))?;
        }
        if let Some(input) = block.input.map(RawValue::get).filter(|json| has_member(json)) {
            self.whole.push(key);
            turn.call_delta(key, Cow::Borrowed(input))?;
        }
        Ok(())
    }

    /// A block that ends. A call whose arguments are no JSON stays open until the reply is
    /// complete: by then it is known whether a limit has cut them.
    pub(super) fn block_stop(&mut self, index: Count, turn: &mut Turn) -> Result<(), LlmError> {
        let key = self.key(index);
        self.open = self.open.filter(|open| *open != key);
        if self.held.as_ref().is_some_and(|held| held.key == key) {
            return self.flush(turn);
        }
        match turn.call_arguments(key).map(str::is_empty) {
            Some(true) => {
                self.end_bare(turn);
                self.bare = Some(key);
            }
            Some(false) if !turn.is_whole_call(key) => {}
            _ => turn.end(key),
        }
        Ok(())
    }

    /// Ends the call that has no arguments. Had a limit cut them, the call would be the last
    /// thing in the reply.
    pub(super) fn end_bare(&mut self, turn: &mut Turn) {
        if let Some(key) = self.bare.take() {
            turn.end(key);
        }
    }
}

/// Whether JSON text is an object with a member.
fn has_member(json: &str) -> bool {
    json.strip_prefix('{').is_some_and(|rest| !rest.trim_start().starts_with('}'))
}
