//! Tool calls while they arrive.

use super::{Block, Blocks};
use crate::{ErrorKind, LlmError, Part, PartKind};

/// The maximum of a call's id, in bytes. Gateways put whole signatures into ids.
const MAX_ID: usize = 64 << 10;

impl Blocks {
    /// Begins a call, and returns its id.
    pub(in crate::turn) fn call(
        &mut self,
        key: u64,
        id: Option<&str>,
        name: &str,
        reply: Option<&str>,
    ) -> Result<String, LlmError> {
        let id = id.unwrap_or_default();
        self.grow(name.len().saturating_add(id.len()))?;
        if id.len() > MAX_ID {
            let message = format!("the id of a call is over {MAX_ID} bytes");
            return Err(LlmError::new(ErrorKind::TooLarge, message));
        }
        let call_id = self.free_id(id, reply.unwrap_or_default());
        let part = Part::tool_call(call_id.clone(), name, "");
        self.push(Block::new(key, part))?;
        Ok(call_id)
    }

    /// Adds to an open call's arguments, and returns its id.
    pub(in crate::turn) fn arguments(
        &mut self,
        key: u64,
        piece: &str,
    ) -> Result<Option<String>, LlmError> {
        self.grow(piece.len())?;
        let block = self.blocks.iter_mut().rev().find(|block| block.key == key && block.open);
        let Some(PartKind::ToolCall(call)) = block.map(|block| &mut block.part.kind) else {
            return Ok(None);
        };
        call.arguments.push_str(piece);
        Ok(Some(call.call_id.clone()))
    }

    pub(in crate::turn) fn has_call(&self, key: u64) -> bool {
        self.blocks.iter().any(|block| block.key == key && block.call().is_some())
    }

    pub(in crate::turn) fn has_open_call(&self, key: u64) -> bool {
        self.blocks.iter().any(|block| block.key == key && block.open && block.call().is_some())
    }

    pub(in crate::turn) fn has_calls(&self) -> bool {
        self.blocks.iter().any(|block| block.call().is_some())
    }

    pub(in crate::turn) fn arguments_of(&self, key: u64) -> Option<&str> {
        let mut blocks = self.blocks.iter().rev().filter(|block| block.key == key);
        blocks.find_map(Block::call).map(|call| call.arguments.as_str())
    }

    pub(in crate::turn) fn is_whole_call(&mut self, key: u64) -> bool {
        let mut blocks = self.blocks.iter_mut().rev().filter(|block| block.key == key);
        blocks.find_map(|block| match &block.part.kind {
            PartKind::ToolCall(call) => Some(block.scan.is_whole(&call.arguments)),
            _ => None,
        }) == Some(true)
    }

    /// The vendor's own id, if it is free; else one made from the reply's id, so that it is free
    /// in the whole conversation too.
    fn free_id(&mut self, id: &str, reply: &str) -> String {
        let calls = || self.blocks.iter().filter_map(Block::call);
        let is_free = |id: &str| calls().all(|call| call.call_id != id);
        if !id.is_empty() && is_free(id) {
            return id.to_owned();
        }
        let reply: String = reply.chars().filter(char::is_ascii_alphanumeric).collect();
        let tail = reply.get(reply.len().saturating_sub(16)..).unwrap_or_default();
        let gap = if tail.is_empty() { "" } else { "_" };
        // A number that was passed over once is never free again.
        let mut number = self.next_id.max(calls().count());
        let mut made = format!("call_{tail}{gap}{number}");
        while !is_free(&made) {
            number = number.saturating_add(1);
            made = format!("call_{tail}{gap}{number}");
        }
        self.next_id = number.saturating_add(1);
        made
    }
}
