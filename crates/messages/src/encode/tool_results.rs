//! What tools answered.

use super::body::{Block, CacheControl, OwnBlock, ResultContent};
use super::parts;
use kei_router_core::encode::Draft;
use kei_router_core::{Content, LlmError, ToolResult};

/// The block of a result.
pub(super) fn write<'a>(
    result: &'a ToolResult,
    cache_control: Option<CacheControl>,
    draft: &mut Draft<'a>,
) -> Result<Block<'a>, LlmError> {
    let (tool_use_id, is_error) = (draft.ids.result(&result.call_id), result.is_error);
    let content = result_content(&result.content, draft)?;
    Ok(OwnBlock::ToolResult { tool_use_id, content, is_error, cache_control }.into())
}

fn result_content<'a>(
    content: &'a Content,
    draft: &mut Draft<'a>,
) -> Result<Option<ResultContent<'a>>, LlmError> {
    if content.is_empty() {
        return Ok(None);
    }
    if let Some(text) = content.as_plain() {
        return Ok((!text.trim().is_empty()).then_some(ResultContent::Plain(text)));
    }
    let mut blocks = Vec::with_capacity(content.parts().len());
    for inner in content.parts() {
        blocks.extend(parts::plain(inner, draft)?);
    }
    Ok((!blocks.is_empty()).then_some(ResultContent::Blocks(blocks)))
}
