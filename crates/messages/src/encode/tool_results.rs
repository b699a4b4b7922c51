//! Calls of tools, and their results.

use super::body::{Block, CacheControl, OwnBlock, ResultContent};
use super::draft::Draft;
use super::parts;
use kei_router_core::{Content, LlmError, ToolCall, ToolResult};
use serde_json::value::{RawValue, to_raw_value};
use std::borrow::Cow;

/// The member that holds arguments which are no JSON object: the wire takes nothing else.
const WRAP: &str = "malformed_arguments";

pub(super) fn tool_use<'a>(
    call: &'a ToolCall,
    cache_control: Option<CacheControl>,
    draft: &mut Draft<'a>,
) -> Result<Block<'a>, LlmError> {
    let input = match object(call.json()) {
        Some(json) => Cow::Borrowed(json),
        None => {
            let message =
                format!("the arguments of a call are no JSON object; they are sent as {WRAP}");
            draft.defaulted("tool_call", message);
            let wrap = serde_json::json!({ WRAP: call.arguments });
            let wrong = |error| LlmError::bad_request("a call cannot be JSON").with_source(error);
            Cow::Owned(to_raw_value(&wrap).map_err(wrong)?)
        }
    };
    let (id, name) = (draft.ids.call(&call.call_id), call.name.as_str());
    Ok(OwnBlock::ToolUse { id, name, input, cache_control }.into())
}

pub(super) fn tool_result<'a>(
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

/// JSON text, if it is an object.
pub(super) fn object(json: &str) -> Option<&RawValue> {
    let raw: &RawValue = serde_json::from_str(json).ok()?;
    raw.get().starts_with('{').then_some(raw)
}
