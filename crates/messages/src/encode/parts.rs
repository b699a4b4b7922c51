//! From a part of a message to a content block.

use super::body::{Block, CacheControl, OwnBlock};
use super::draft::Draft;
use super::{media, tool_results};
use kei_router_core::encode::Omissions;
use kei_router_core::{LlmError, Opaque, Part, PartKind, Reasoning, ToolCall};
use serde_json::value::{RawValue, to_raw_value};
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
) -> Result<Option<Block<'a>>, LlmError> {
    let cache = part.cache.map(CacheControl::from);
    match (&part.kind, side) {
        (PartKind::ToolCall(call), Side::Assistant) => Ok(Some(tool_use(call, cache, draft)?)),
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
            unmarked(cache, draft)?;
            replay_reasoning(reasoning, draft)
        }
        (PartKind::Reasoning(_), Side::User) => {
            draft.omit("reasoning", "a user message takes none").map(|()| None)
        }
        (PartKind::Opaque(opaque), _) => {
            unmarked(cache, draft)?;
            replay_opaque(opaque, draft)
        }
        (PartKind::Image(_) | PartKind::Document(_), Side::Assistant) => {
            draft.omit("media", "an assistant message takes none").map(|()| None)
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
            unmarked(cache_control, draft)?;
            Ok(None)
        }
        PartKind::Text { text } => Ok(Some(OwnBlock::Text { text, cache_control }.into())),
        PartKind::Image(image) => Ok(Some(media::image(image, cache_control)?)),
        PartKind::Document(document) => media::document(document, cache_control, draft),
        PartKind::Audio(_) => draft.omit("audio", "this vendor takes none").map(|()| None),
        _ => draft.omit("part", "this vendor takes no such part there").map(|()| None),
    }
}

/// Blocks that take no cache mark.
fn unmarked(cache: Option<CacheControl>, draft: &mut Draft<'_>) -> Result<(), LlmError> {
    match cache {
        Some(_) => draft.omit("cache mark", "this kind of part takes none"),
        None => Ok(()),
    }
}

fn tool_use<'a>(
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

/// Reasoning goes back unchanged, with the vendor's proof that it is its own, or not at all.
fn replay_reasoning<'a>(
    reasoning: &'a Reasoning,
    draft: &mut Draft<'a>,
) -> Result<Option<Block<'a>>, LlmError> {
    let own = reasoning.provider.as_deref() == Some(draft.provider);
    let given = |text: &'a Option<String>| text.as_deref().filter(|text| own && !text.is_empty());
    match (given(&reasoning.signature), given(&reasoning.redacted)) {
        (Some(signature), _) => {
            Ok(Some(OwnBlock::Thinking { thinking: &reasoning.text, signature }.into()))
        }
        (None, Some(data)) => Ok(Some(OwnBlock::RedactedThinking { data }.into())),
        (None, None) if own => {
            draft.omit("reasoning", "it has no signature to replay it with").map(|()| None)
        }
        (None, None) => {
            let why = Omissions::foreign(reasoning.provider.as_deref());
            draft.omit("reasoning", why).map(|()| None)
        }
    }
}

fn replay_opaque<'a>(
    opaque: &'a Opaque,
    draft: &mut Draft<'a>,
) -> Result<Option<Block<'a>>, LlmError> {
    if opaque.provider != draft.provider {
        let why = Omissions::foreign(Some(&opaque.provider));
        return draft.omit("opaque part", why).map(|()| None);
    }
    match object(&opaque.json) {
        Some(json) => Ok(Some(Block::Verbatim(json))),
        None => draft.omit("opaque part", "it is no JSON object").map(|()| None),
    }
}

/// JSON text, if it is an object.
fn object(json: &str) -> Option<&RawValue> {
    let raw: &RawValue = serde_json::from_str(json).ok()?;
    raw.get().starts_with('{').then_some(raw)
}
