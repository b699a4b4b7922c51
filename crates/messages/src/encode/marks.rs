//! Marks of prompt caches, of which the wire takes a few, the longer ones first.

use super::body::{Block, CacheControl, OwnBlock, ResultContent, WireContent, WireMessage};
use crate::Dialect;
use kei_router_core::codec::CacheMarks;
use kei_router_core::encode::Draft;
use kei_router_core::{CacheTtl, LlmError};

/// The marks of what stands before the messages.
#[derive(Default)]
pub(super) struct Marks {
    pub(super) tools: Option<CacheTtl>,
    pub(super) system: Option<CacheTtl>,
}

/// Keeps the marks of the system prompt and of the tools, which change least, and the last ones
/// of the messages, which cover most. A mark of an hour after one of five minutes is refused, so
/// the earlier one is made to last an hour too: the later one covers it anyway.
pub(super) fn order(
    messages: &mut [WireMessage<'_>],
    draft: &mut Draft<'_>,
    dialect: &Dialect,
) -> Result<Marks, LlmError> {
    let request = draft.request;
    let mut marks = Marks {
        tools: request.cache_tools.filter(|_| !request.tools.is_empty()),
        system: request.cache_system.filter(|_| !request.system.trim().is_empty()),
    };
    let automatic = draft.info.cache_marks == Some(CacheMarks::Automatic);
    let max = if automatic { 0 } else { dialect.max_cache_marks };
    let before = [&mut marks.system, &mut marks.tools];
    let given = before.iter().filter(|mark| mark.is_some()).count();
    let mut walk = Walk { left: max.saturating_sub(given), ..Walk::default() };
    for message in messages.iter_mut().rev() {
        if let WireContent::Blocks(blocks) = &mut message.content {
            walk.thin_out(blocks);
        }
    }
    for mark in before {
        if max == 0 {
            walk.removed |= mark.take().is_some();
        }
        *mark = mark.map(|ttl| walk.pass(ttl));
    }
    if walk.removed {
        draft.omit("cache mark", &format!("the vendor takes {max}; the last ones were kept"))?;
    }
    if walk.raised {
        draft.defaulted("cache mark", "one before a mark of an hour lasts an hour too");
    }
    Ok(marks)
}

/// The marks from the last one to the first.
#[derive(Default)]
struct Walk {
    /// How many more may be kept.
    left: usize,
    /// Whether one of an hour has been passed.
    hour: bool,
    removed: bool,
    raised: bool,
}

impl Walk {
    fn thin_out(&mut self, blocks: &mut [Block<'_>]) {
        for block in blocks.iter_mut().rev() {
            let Block::Own(block) = block else { continue };
            if let Some(mark) = mark(block) {
                self.keep(mark);
            }
            if let OwnBlock::ToolResult { content: Some(ResultContent::Blocks(inner)), .. } = block
            {
                self.thin_out(inner);
            }
        }
    }

    fn keep(&mut self, mark: &mut Option<CacheControl>) {
        let Some(own) = mark else { return };
        match self.left.checked_sub(1) {
            Some(fewer) => {
                self.left = fewer;
                *mark = Some(self.pass(own.ttl()).into());
            }
            None => {
                *mark = None;
                self.removed = true;
            }
        }
    }

    /// How long a mark lasts that stands before those that have been passed.
    fn pass(&mut self, ttl: CacheTtl) -> CacheTtl {
        self.raised |= self.hour && ttl != CacheTtl::OneHour;
        self.hour |= ttl == CacheTtl::OneHour;
        if self.hour { CacheTtl::OneHour } else { ttl }
    }
}

fn mark<'b>(block: &'b mut OwnBlock<'_>) -> Option<&'b mut Option<CacheControl>> {
    match block {
        OwnBlock::Text { cache_control, .. }
        | OwnBlock::Image { cache_control, .. }
        | OwnBlock::Document { cache_control, .. }
        | OwnBlock::ToolUse { cache_control, .. }
        | OwnBlock::ToolResult { cache_control, .. } => Some(cache_control),
        OwnBlock::Thinking { .. } | OwnBlock::RedactedThinking { .. } => None,
    }
}
