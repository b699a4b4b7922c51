//! What a tool answered.

use super::body::{WireContent, WireItem, WirePart};
use super::parts;
use super::tools::is_custom_call;
use crate::Dialect;
use kei_router_core::encode::Draft;
use kei_router_core::{LlmError, PartKind, ToolResult};
use std::borrow::Cow;

/// What marks the output of a failed tool: the wire has no flag for it.
const FAILED: &str = "Error: ";

/// The output of a call: a string where it is text alone, else a list of parts.
pub(super) fn write<'a>(
    result: &'a ToolResult,
    draft: &mut Draft<'a>,
    dialect: &Dialect,
) -> Result<WireItem<'a>, LlmError> {
    let mut written = Vec::new();
    for part in result.content.parts() {
        match &part.kind {
            PartKind::Image(_) | PartKind::Document(_) if !dialect.tool_media => {
                draft.omit("tool_result", "the output of a tool is text alone here")?;
            }
            PartKind::Audio(_) => draft.omit("tool_result", "a tool's output has no audio")?,
            PartKind::Opaque(_) => draft.omit("tool_result", "it cannot hold a vendor's block")?,
            _ => written.extend(parts::unmarked(part, draft)?),
        }
    }
    let output = if written.iter().all(|part| matches!(part, WirePart::InputText { .. })) {
        WireContent::Text(joined(written, result.is_error))
    } else {
        if result.is_error {
            written.insert(0, WirePart::text(FAILED));
        }
        WireContent::Parts(written)
    };
    let call_id = draft.ids.result(&result.call_id);
    let custom = is_custom_call(&result.call_id, draft);
    Ok(match custom {
        true => WireItem::CustomToolCallOutput { call_id, output },
        false => WireItem::FunctionCallOutput { call_id, output },
    })
}

/// Texts are pieces of one text. Borrowed where there is just one, of a tool that did not fail.
fn joined(parts: Vec<WirePart<'_>>, failed: bool) -> Cow<'_, str> {
    let mut texts = parts.into_iter().filter_map(|part| match part {
        WirePart::InputText { text, .. } => Some(text),
        _ => None,
    });
    let first = texts.next().unwrap_or_default();
    let second = if failed { None } else { texts.next() };
    if !failed && second.is_none() {
        return first;
    }
    let mark = if failed { FAILED } else { "" };
    let mut all = format!("{mark}{first}");
    all.extend(second.into_iter().chain(texts));
    Cow::Owned(all)
}
