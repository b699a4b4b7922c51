//! The parts of a turn while they arrive.

mod attached;
mod calls;
mod reasoning;
mod vendor;
mod whole;

use crate::{ErrorKind, LlmError, MediaSource, Part, PartKind, ToolCall};
use attached::Attached;
use whole::Scan;

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
    /// The number of the next id that is made up.
    next_id: usize,
    /// Whose data the parts carry.
    provider: String,
}

#[derive(Debug)]
struct Block {
    key: u64,
    open: bool,
    part: Part,
    /// What the vendor attached to it.
    attached: Option<Box<Attached>>,
    /// Of a call: how far its arguments are known to be whole.
    scan: Scan,
}

impl Blocks {
    pub(super) fn new(limit: usize, provider: String) -> Self {
        Self { blocks: Vec::new(), emitted: 0, bytes: 0, limit, next_id: 0, provider }
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
        self.push(Block::new(key, part)).map(drop)
    }

    /// Adds a part that is complete.
    pub(super) fn whole(&mut self, key: u64, part: Part) -> Result<(), LlmError> {
        self.grow(size(&part.kind))?;
        self.push(Block { open: false, ..Block::new(key, part) }).map(drop)
    }

    /// Adds a part that has been counted while it came, and has a place of its own.
    pub(super) fn keep(&mut self, part: Part) {
        self.blocks.push(Block { open: false, ..Block::new(u64::MAX, part) });
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
        let part = block.part.clone();
        let part = block.attach(part, &self.provider);
        self.emitted = self.emitted.saturating_add(1);
        Some(part)
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
        let blocks = std::mem::take(&mut self.blocks).into_iter();
        let whole = |mut block: Block| {
            let part = std::mem::replace(&mut block.part, Part::text(""));
            block.attach(part, &self.provider)
        };
        blocks.map(whole).collect()
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
            None => self.push(Block::new(key, Part::new(new()))),
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
    /// One that is open.
    fn new(key: u64, part: Part) -> Self {
        Self { key, open: true, part, attached: None, scan: Scan::default() }
    }

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
