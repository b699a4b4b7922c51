//! The parts of a turn while they arrive.

mod calls;
mod reasoning;
mod vendor;

use crate::{ErrorKind, LlmError, MediaSource, Part, PartKind, ToolCall};

/// The maximum number of parts in a message: far beyond any real reply, and a limit on what a
/// hostile one costs.
const MAX_PARTS: usize = 4096;

/// Parts in the order in which they began, each under the decoder's key.
#[derive(Debug)]
pub(super) struct Blocks {
    blocks: Vec<Block>,
    /// How many of them, from the first one on, have been emitted.
    emitted: usize,
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
        Self { blocks: Vec::new(), emitted: 0, bytes: 0, limit }
    }

    pub(super) fn text(&mut self, key: u64, piece: &str) -> Result<(), LlmError> {
        self.grow(piece.len())?;
        let is_text = |kind: &PartKind| matches!(kind, PartKind::Text { .. });
        let new = || PartKind::Text { text: String::new() };
        if let Some(PartKind::Text { text }) = self.block(key, is_text, new)? {
            text.push_str(piece);
        }
        Ok(())
    }

    /// Adds a part that is open only for vendor data.
    pub(super) fn open(&mut self, key: u64, part: Part) -> Result<(), LlmError> {
        self.grow(size(&part.kind))?;
        self.push(Block { key, open: true, part }).map(drop)
    }

    /// Adds a part that is complete.
    pub(super) fn whole(&mut self, key: u64, part: Part) -> Result<(), LlmError> {
        self.grow(size(&part.kind))?;
        self.push(Block { key, open: false, part }).map(drop)
    }

    /// Adds the state, which has been counted already.
    pub(super) fn keep_state(&mut self, part: Part) {
        self.blocks.push(Block { key: u64::MAX, open: false, part });
    }

    /// Closes the newest open block with this key; returns its call.
    pub(super) fn close(&mut self, key: u64) -> Option<ToolCall> {
        self.blocks.iter_mut().rev().find(|block| block.key == key && block.open)?.close()
    }

    /// Closes the oldest open block; returns its call. `None` if all are closed.
    pub(super) fn close_next(&mut self) -> Option<Option<ToolCall>> {
        let not_emitted = self.blocks.get_mut(self.emitted..)?;
        Some(not_emitted.iter_mut().find(|block| block.open)?.close())
    }

    /// The next part to be emitted, if it is complete.
    pub(super) fn next_whole(&mut self) -> Option<Part> {
        let block = self.blocks.get(self.emitted).filter(|block| !block.open)?;
        self.emitted = self.emitted.saturating_add(1);
        Some(block.part.clone())
    }

    pub(super) fn is_open(&self, key: u64) -> bool {
        self.blocks.iter().rev().any(|block| block.key == key && block.open)
    }

    pub(super) fn text_of(&self, key: u64) -> Option<&str> {
        let mut blocks = self.blocks.iter().rev().filter(|block| block.key == key);
        blocks.find_map(|block| match &block.part.kind {
            PartKind::Text { text } => Some(text.as_str()),
            PartKind::Reasoning(reasoning) => Some(reasoning.text.as_str()),
            _ => None,
        })
    }

    pub(super) fn take_parts(&mut self) -> Vec<Part> {
        self.emitted = 0;
        std::mem::take(&mut self.blocks).into_iter().map(|block| block.part).collect()
    }

    /// Adds to the size of the message, in bytes.
    pub(super) fn grow(&mut self, bytes: usize) -> Result<(), LlmError> {
        self.bytes = self.bytes.saturating_add(bytes);
        if self.bytes > self.limit {
            let message = format!("the whole message is over {} bytes", self.limit);
            return Err(LlmError::new(ErrorKind::TooLarge, message));
        }
        Ok(())
    }

    /// The newest open block with this key, if it is of the right kind; else a new one.
    fn block(
        &mut self,
        key: u64,
        fits: fn(&PartKind) -> bool,
        new: impl FnOnce() -> PartKind,
    ) -> Result<Option<&mut PartKind>, LlmError> {
        let at = self.open_block(key, fits, new)?;
        Ok(self.blocks.get_mut(at).map(|block| &mut block.part.kind))
    }

    fn open_block(
        &mut self,
        key: u64,
        fits: fn(&PartKind) -> bool,
        new: impl FnOnce() -> PartKind,
    ) -> Result<usize, LlmError> {
        let is_it = |block: &Block| block.key == key && block.open && fits(&block.part.kind);
        match self.blocks.iter().rposition(is_it) {
            Some(at) => Ok(at),
            None => self.push(Block { key, open: true, part: Part::new(new()) }),
        }
    }

    /// Adds a block, and returns its index.
    fn push(&mut self, block: Block) -> Result<usize, LlmError> {
        let at = self.blocks.len();
        if at >= MAX_PARTS {
            let message = format!("the message has over {MAX_PARTS} parts");
            return Err(LlmError::new(ErrorKind::TooLarge, message));
        }
        self.blocks.push(block);
        Ok(at)
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

/// The size of a whole part, in bytes.
fn size(kind: &PartKind) -> usize {
    match kind {
        PartKind::Image(media) | PartKind::Document(media) | PartKind::Audio(media) => {
            match &media.source {
                MediaSource::Bytes(bytes) => bytes.len(),
                MediaSource::Url(text) | MediaSource::FileId(text) | MediaSource::Text(text) => {
                    text.len()
                }
            }
        }
        PartKind::Opaque(block) | PartKind::State(block) => block.json.len(),
        _ => 0,
    }
}
