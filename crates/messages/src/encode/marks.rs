//! Marks of prompt caches, of which the wire takes a few.

use super::body::{Block, CacheControl, OwnBlock, ResultContent, WireContent, WireMessage};
use crate::Dialect;
use kei_router_core::LlmError;
use kei_router_core::encode::Draft;

/// Keeps the marks of the system prompt and of the tools, which change least, and the last ones
/// of the messages, which cover most.
pub(super) fn limit(
    messages: &mut [WireMessage<'_>],
    draft: &mut Draft<'_>,
    dialect: &Dialect,
) -> Result<(), LlmError> {
    let request = draft.request;
    let system = request.cache_system.is_some() && !request.system.trim().is_empty();
    let tools = request.cache_tools.is_some() && !request.tools.is_empty();
    let max = dialect.max_cache_marks;
    let mut left = max.saturating_sub(usize::from(system)).saturating_sub(usize::from(tools));
    let mut removed = false;
    for message in messages.iter_mut().rev() {
        if let WireContent::Blocks(blocks) = &mut message.content {
            removed |= thin_out(blocks, &mut left);
        }
    }
    match removed {
        true => {
            draft.omit("cache mark", &format!("the vendor takes {max}; the last ones were kept"))
        }
        false => Ok(()),
    }
}

/// Takes the marks away that are too many, and says whether there were any.
fn thin_out(blocks: &mut [Block<'_>], left: &mut usize) -> bool {
    let mut removed = false;
    for block in blocks.iter_mut().rev() {
        let Block::Own(block) = block else { continue };
        if let Some(mark) = mark(block).filter(|mark| mark.is_some()) {
            match left.checked_sub(1) {
                Some(fewer) => *left = fewer,
                None => {
                    *mark = None;
                    removed = true;
                }
            }
        }
        if let OwnBlock::ToolResult { content: Some(ResultContent::Blocks(inner)), .. } = block {
            removed |= thin_out(inner, left);
        }
    }
    removed
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
