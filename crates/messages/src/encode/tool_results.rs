//! What tools answered.

use super::body::{Block, CacheControl, OwnBlock, ResultContent};
use super::parts;
use kei_router_core::encode::Draft;
use kei_router_core::{LlmError, PartKind, ToolResult};

/// The text of a failed tool that said nothing: the vendor refuses a failure without content.
const NO_OUTPUT: &str = "(no output)";

/// The block of a result.
pub(super) fn write<'a>(
    result: &'a ToolResult,
    cache_control: Option<CacheControl>,
    draft: &mut Draft<'a>,
) -> Result<Block<'a>, LlmError> {
    let (tool_use_id, is_error) = (draft.ids.result(&result.call_id), result.is_error);
    let content = result_content(result, draft)?;
    let content = content.or(is_error.then_some(ResultContent::Plain(NO_OUTPUT)));
    Ok(OwnBlock::ToolResult { tool_use_id, content, is_error, cache_control }.into())
}

fn result_content<'a>(
    result: &'a ToolResult,
    draft: &mut Draft<'a>,
) -> Result<Option<ResultContent<'a>>, LlmError> {
    let content = &result.content;
    if content.is_empty() {
        return Ok(None);
    }
    if let Some(text) = content.as_plain() {
        return Ok((!text.trim().is_empty()).then_some(ResultContent::Plain(text)));
    }
    let mut blocks = Vec::with_capacity(content.parts().len());
    for inner in content.parts() {
        if result.is_error && !matches!(inner.kind, PartKind::Text { .. }) {
            draft.omit("tool_result", "what went wrong in a tool is told in text alone")?;
            continue;
        }
        blocks.extend(parts::plain(inner, draft)?);
    }
    Ok((!blocks.is_empty()).then_some(ResultContent::Blocks(blocks)))
}
