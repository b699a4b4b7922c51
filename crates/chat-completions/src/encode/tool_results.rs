//! What a tool answered: one message each.

use super::body::{WireContent, WireMessage, WirePart};
use super::parts;
use crate::Dialect;
use kei_router_core::encode::Draft;
use kei_router_core::{LlmError, PartKind, ToolResult};
use std::borrow::Cow;

/// What marks the text of a failed tool: the wire has no flag for it.
const FAILED: &str = "Error: ";
/// The text of an empty result, for vendors that refuse empty text.
const NO_OUTPUT: &str = "(no output)";
/// The text of a result that is media alone.
const MOVED: &str = "(The result is in the next user message.)";

/// The tool message of a result. It carries text alone: media are moved behind the tool
/// messages, with a line that says which call they belong to.
pub(super) fn write<'a>(
    result: &'a ToolResult,
    draft: &mut Draft<'a>,
    dialect: &'a Dialect,
    moved: &mut Vec<WirePart<'a>>,
) -> Result<WireMessage<'a>, LlmError> {
    let call_id = draft.ids.result(&result.call_id);
    let mut texts = Vec::new();
    let mut media = Vec::new();
    for part in result.content.parts() {
        let is_media = matches!(part.kind, PartKind::Image(_) | PartKind::Document(_));
        if (is_media || matches!(part.kind, PartKind::Audio(_))) && !dialect.moves_tool_media {
            draft.omit("tool_result", "a tool message carries text alone here")?;
            continue;
        }
        match parts::unmarked(part, draft, dialect)? {
            Some(WirePart::Text { text, .. }) => texts.push(text),
            other => media.extend(other),
        }
    }
    if !media.is_empty() {
        if texts.is_empty() {
            texts.push(MOVED.into());
        }
        moved.push(WirePart::text(format!("Media in the result of {call_id}:")));
        moved.append(&mut media);
    }
    let content = WireContent::text(text(result, texts, dialect));
    Ok(WireMessage { role: "tool", content, tool_call_id: Some(call_id), ..WireMessage::default() })
}

fn text<'a>(result: &ToolResult, texts: Vec<Cow<'a, str>>, dialect: &Dialect) -> Cow<'a, str> {
    let mut texts = texts.into_iter();
    let text = match (texts.next(), texts.next()) {
        (None, _) => Cow::Borrowed(""),
        (Some(only), None) => only,
        (Some(a), Some(b)) => Cow::Owned([a, b].into_iter().chain(texts).collect()),
    };
    match (result.is_error, text.is_empty() && !dialect.empty_text) {
        (true, _) => Cow::Owned(format!("{FAILED}{text}")),
        (false, true) => Cow::Borrowed(NO_OUTPUT),
        (false, false) => text,
    }
}
