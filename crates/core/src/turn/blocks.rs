//! The parts of a turn while they grow.

use crate::{ErrorKind, LlmError, Part, PartKind, ToolCall};

/// The most parts that a message may have: far beyond any real reply, and a bound on what a
/// hostile one costs.
const MOST: usize = 4096;

/// Parts in the order in which they began, each under the decoder's key.
#[derive(Debug)]
pub(super) struct Blocks {
    blocks: Vec<Block>,
    bytes: usize,
    limit: usize,
}

#[derive(Debug)]
struct Block {
    key: u64,
    open: bool,
    part: Part,
}

impl Blocks {
    pub(super) fn new(limit: usize) -> Self {
        Self { blocks: Vec::new(), bytes: 0, limit }
    }

    pub(super) fn text(&mut self, key: u64, piece: &str) -> Result<(), LlmError> {
        self.grow(piece)?;
        let is_text = |kind: &PartKind| matches!(kind, PartKind::Text { .. });
        let new = || PartKind::Text { text: String::new() };
        if let Some(PartKind::Text { text }) = self.block(key, is_text, new)? {
            text.push_str(piece);
        }
        Ok(())
    }

    pub(super) fn opaque(&mut self, key: u64, json: String, from: &str) -> Result<(), LlmError> {
        self.grow(&json)?;
        self.push(Block { key, open: false, part: Part::opaque(from, json) }).map(drop)
    }

    /// Begins a call, and says under which id.
    pub(super) fn call(
        &mut self,
        key: u64,
        id: Option<&str>,
        name: &str,
        reply: Option<&str>,
    ) -> Result<String, LlmError> {
        self.grow(name)?;
        let call_id = self.free_id(id.unwrap_or_default(), reply.unwrap_or_default());
        let part = Part::tool_call(call_id.clone(), name, "");
        self.push(Block { key, open: true, part })?;
        Ok(call_id)
    }

    /// Adds to an open call's arguments, and says which call it is.
    pub(super) fn arguments(&mut self, key: u64, piece: &str) -> Result<Option<String>, LlmError> {
        self.grow(piece)?;
        let block = self.blocks.iter_mut().rev().find(|block| block.key == key && block.open);
        let Some(PartKind::ToolCall(call)) = block.map(|block| &mut block.part.kind) else {
            return Ok(None);
        };
        call.arguments.push_str(piece);
        Ok(Some(call.call_id.clone()))
    }

    pub(super) fn close(&mut self, key: u64) -> Option<ToolCall> {
        self.blocks.iter_mut().find(|block| block.key == key && block.open)?.close()
    }

    pub(super) fn close_any(&mut self) -> Option<ToolCall> {
        self.blocks.iter_mut().find(|block| block.open)?.close()
    }

    pub(super) fn has_call(&self, key: u64) -> bool {
        self.blocks.iter().any(|block| block.key == key && block.call().is_some())
    }

    pub(super) fn has_calls(&self) -> bool {
        self.blocks.iter().any(|block| block.call().is_some())
    }

    pub(super) fn arguments_of(&self, key: u64) -> Option<&str> {
        let mut blocks = self.blocks.iter().rev().filter(|block| block.key == key);
        blocks.find_map(Block::call).map(|call| call.arguments.as_str())
    }

    pub(super) fn take_parts(&mut self) -> Vec<Part> {
        std::mem::take(&mut self.blocks).into_iter().map(|block| block.part).collect()
    }

    /// The youngest block of this key, if it is of the right kind; else a new one.
    pub(super) fn block(
        &mut self,
        key: u64,
        fits: fn(&PartKind) -> bool,
        new: impl FnOnce() -> PartKind,
    ) -> Result<Option<&mut PartKind>, LlmError> {
        let at = match self.blocks.iter().rposition(|b| b.key == key && fits(&b.part.kind)) {
            Some(at) => at,
            None => self.push(Block { key, open: false, part: Part::new(new()) })?,
        };
        Ok(self.blocks.get_mut(at).map(|block| &mut block.part.kind))
    }

    /// Adds a block, and says where it is.
    fn push(&mut self, block: Block) -> Result<usize, LlmError> {
        let at = self.blocks.len();
        if at >= MOST {
            let message = format!("the message has over {MOST} parts");
            return Err(LlmError::new(ErrorKind::TooLarge, message));
        }
        self.blocks.push(block);
        Ok(at)
    }

    /// The vendor's own id, if it is free; else one made from the reply's id, so that it is free
    /// in the whole conversation too.
    fn free_id(&self, id: &str, reply: &str) -> String {
        let calls = || self.blocks.iter().filter_map(Block::call);
        if !id.is_empty() && calls().all(|call| call.call_id != id) {
            return id.to_owned();
        }
        let reply: String = reply.chars().filter(char::is_ascii_alphanumeric).collect();
        let tail = reply.get(reply.len().saturating_sub(16)..).unwrap_or_default();
        let gap = if tail.is_empty() { "" } else { "_" };
        format!("call_{tail}{gap}{}", calls().count())
    }

    pub(super) fn grow(&mut self, piece: &str) -> Result<(), LlmError> {
        self.bytes = self.bytes.saturating_add(piece.len());
        if self.bytes > self.limit {
            let message = format!("the whole message is over {} bytes", self.limit);
            return Err(LlmError::new(ErrorKind::TooLarge, message));
        }
        Ok(())
    }
}

impl Block {
    fn call(&self) -> Option<&ToolCall> {
        match &self.part.kind {
            PartKind::ToolCall(call) => Some(call),
            _ => None,
        }
    }

    fn close(&mut self) -> Option<ToolCall> {
        self.open = false;
        self.call().cloned()
    }
}
