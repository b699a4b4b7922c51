//! The model's own turns: text, calls, and reasoning where the vendor wants it back.

use super::body::{WireCall, WireCalled, WireContent, WireMessage, WirePart};
use super::reasoning::Thoughts;
use super::{attached, parts};
use crate::Dialect;
use kei_router_core::encode::Draft;
use kei_router_core::{LlmError, Message, Part, PartKind, ToolCall};
use std::borrow::Cow;

/// An assistant turn; `None` for an empty one, where the vendor refuses such.
pub(super) fn write<'a>(
    message: &'a Message,
    draft: &mut Draft<'a>,
    dialect: &'a Dialect,
) -> Result<Option<WireMessage<'a>>, LlmError> {
    let mut turn = WireMessage { role: "assistant", ..WireMessage::default() };
    let mut parts = Vec::new();
    let mut thoughts = Thoughts::default();
    for part in message.content.parts() {
        draft.unmarked(part.cache)?;
        match &part.kind {
            PartKind::Text { text } if text.is_empty() => {}
            PartKind::Text { text } => {
                // The words of a sound go back in it.
                if !attached::keep(part, &mut turn, draft, dialect)?.contains(&"audio") {
                    parts.push(WirePart::text(text));
                }
            }
            PartKind::Audio(_)
                if attached::keep(part, &mut turn, draft, dialect)?.contains(&"audio") => {}
            PartKind::ToolCall(written) => turn.tool_calls.push(call(written, part, draft)?),
            PartKind::State(_) => {}
            PartKind::Reasoning(block) => thoughts.take(block, part, draft, dialect)?,
            PartKind::Opaque(block) => parts.extend(parts::opaque(block, draft, dialect)?),
            _ => draft.omit("part", "an assistant's turn has text and calls alone")?,
        }
    }
    match content(parts, &turn, dialect) {
        Some(content) => turn.content = content,
        None => return Ok(None),
    }
    thoughts.write(&mut turn, dialect);
    Ok(Some(turn))
}

/// The content of a turn that has this beside it; `None` for one that says nothing, where the
/// vendor refuses such.
fn content<'a>(
    parts: Vec<WirePart<'a>>,
    turn: &WireMessage<'a>,
    dialect: &Dialect,
) -> Option<WireContent<'a>> {
    let (calls, attached) = (!turn.tool_calls.is_empty(), !turn.vendor.is_empty());
    match parts.is_empty() {
        true if calls && dialect.null_content => Some(WireContent::Null),
        true if calls || attached => Some(WireContent::Absent),
        true if !dialect.empty_text => None,
        _ => Some(joined(parts)),
    }
}

/// Texts are pieces of one text; parts of the vendor's own make a list of it.
fn joined(parts: Vec<WirePart<'_>>) -> WireContent<'_> {
    if parts.len() < 2 || parts.iter().any(|part| !matches!(part, WirePart::Text { .. })) {
        return WireContent::from_parts(parts);
    }
    let texts = parts.into_iter().filter_map(|part| match part {
        WirePart::Text { text, .. } => Some(text),
        _ => None,
    });
    WireContent::text(Cow::Owned(texts.collect()))
}

/// The arguments go back as they came: a text, and an object even where there are none.
fn call<'a>(
    call: &'a ToolCall,
    part: &'a Part,
    draft: &mut Draft<'a>,
) -> Result<WireCall<'a>, LlmError> {
    let none = matches!(call.arguments.trim(), "" | "null");
    let arguments = if none { "{}" } else { &call.arguments };
    let function = WireCalled { name: &call.name, arguments };
    let (id, vendor) = (draft.ids.call(&call.call_id), draft.attached(part)?);
    Ok(WireCall { id, kind: "function", function, vendor })
}
