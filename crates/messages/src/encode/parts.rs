//! From a part of a message to a content block.

use super::body::{Block, CacheControl, OwnBlock};
use super::{media, tool_results};
use crate::Dialect;
use kei_router_core::encode::{Draft, json_object};
use kei_router_core::{LlmError, Opaque, Part, PartKind, Reasoning, ToolCall};
use serde_json::value::to_raw_value;
use std::borrow::Cow;

/// The member that holds arguments which are no JSON object: the wire takes nothing else.
const WRAP: &str = "malformed_arguments";

/// Who says it: each side has blocks that the other may not send.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    User,
    Assistant,
}

/// The block that a part is; `None` for one that is left out.
pub(super) fn write<'a>(
    part: &'a Part,
    side: Side,
    draft: &mut Draft<'a>,
    dialect: &Dialect,
) -> Result<Option<Block<'a>>, LlmError> {
    let cache = part.cache.map(CacheControl::from);
    match (&part.kind, side) {
        (PartKind::State(_), _) => Ok(None),
        (PartKind::ToolCall(call), Side::Assistant) => tool_use(call, part, draft).map(Some),
        (PartKind::ToolCall(_), Side::User) => {
            Err(LlmError::bad_request("a user message calls a tool"))
        }
        (PartKind::ToolResult(result), Side::User) => {
            Ok(Some(tool_results::write(result, cache, draft)?))
        }
        (PartKind::ToolResult(_), Side::Assistant) => {
            Err(LlmError::bad_request("an assistant message has a tool result"))
        }
        (PartKind::Reasoning(reasoning), Side::Assistant) => {
            draft.unmarked(part.cache)?;
            replay_reasoning(reasoning, draft, dialect)
        }
        (PartKind::Reasoning(_), Side::User) => draft.leave_out("reasoning", "users have none"),
        (PartKind::Opaque(opaque), _) => {
            draft.unmarked(part.cache)?;
            replay_opaque(opaque, draft)
        }
        (PartKind::Image(_) | PartKind::Document(_), Side::Assistant) => {
            draft.leave_out("media", "an assistant message takes none")
        }
        _ => plain(part, draft),
    }
}

/// What both a user message and a tool's result may hold.
pub(super) fn plain<'a>(
    part: &'a Part,
    draft: &mut Draft<'a>,
) -> Result<Option<Block<'a>>, LlmError> {
    let cache_control = part.cache.map(CacheControl::from);
    match &part.kind {
        // The vendor refuses text that is blank, though its models write such between other blocks.
        PartKind::Text { text } if text.trim().is_empty() => {
            draft.unmarked(part.cache)?;
            Ok(None)
        }
        PartKind::Text { text } => {
            let vendor = draft.attached(part)?;
            Ok(Some(OwnBlock::Text { text, cache_control, vendor }.into()))
        }
        PartKind::Image(image) => media::image(image, cache_control, draft),
        PartKind::Document(document) => media::document(document, cache_control, draft),
        PartKind::Audio(_) => draft.leave_out("audio", "this vendor takes none"),
        _ => draft.leave_out("part", "this vendor takes no such part there"),
    }
}

fn tool_use<'a>(
    call: &'a ToolCall,
    part: &'a Part,
    draft: &mut Draft<'a>,
) -> Result<Block<'a>, LlmError> {
    let input = match json_object(call.json()) {
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
    let (cache_control, vendor) = (part.cache.map(CacheControl::from), draft.attached(part)?);
    Ok(OwnBlock::ToolUse { id, name, input, cache_control, vendor }.into())
}

/// Reasoning goes back unchanged, with the vendor's proof that it is its own where it wants that,
/// or not at all.
fn replay_reasoning<'a>(
    reasoning: &'a Reasoning,
    draft: &mut Draft<'a>,
    dialect: &Dialect,
) -> Result<Option<Block<'a>>, LlmError> {
    if !draft.is_own("reasoning", reasoning.provider.as_deref())? {
        return Ok(None);
    }
    let given = |text: &'a Option<String>| text.as_deref().filter(|text| !text.is_empty());
    let (signature, thinking) = (given(&reasoning.signature), reasoning.text.as_str());
    Ok(Some(match given(&reasoning.redacted).filter(|_| signature.is_none()) {
        Some(data) => OwnBlock::RedactedThinking { data }.into(),
        None if signature.is_some() || dialect.unsigned_reasoning => {
            OwnBlock::Thinking { thinking, signature }.into()
        }
        None => return draft.leave_out("reasoning", "it has no signature to replay it with"),
    }))
}

fn replay_opaque<'a>(
    opaque: &'a Opaque,
    draft: &mut Draft<'a>,
) -> Result<Option<Block<'a>>, LlmError> {
    if !draft.is_own("opaque part", Some(&opaque.provider))? {
        return Ok(None);
    }
    match json_object(&opaque.json) {
        Some(json) => Ok(Some(Block::Verbatim(json))),
        None => draft.leave_out("opaque part", "it is no JSON object"),
    }
}
