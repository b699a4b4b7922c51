//! The model's own turns: text, calls, and reasoning where the vendor wants it back.

use super::body::{WireCall, WireCalled, WireContent, WireMessage, WirePart};
use super::parts;
use crate::{Dialect, ReasoningReplay};
use kei_router_core::encode::Draft;
use kei_router_core::{LlmError, Message, Part, PartKind, Reasoning, ToolCall};
use std::borrow::Cow;

/// An assistant turn; `None` for an empty one, where the vendor refuses such.
pub(super) fn write<'a>(
    message: &'a Message,
    draft: &mut Draft<'a>,
    dialect: &'a Dialect,
) -> Result<Option<WireMessage<'a>>, LlmError> {
    let mut turn = WireMessage { role: "assistant", ..WireMessage::default() };
    let mut parts = Vec::new();
    let mut reasoning = String::new();
    for part in message.content.parts() {
        draft.unmarked(part.cache)?;
        match &part.kind {
            PartKind::Text { text } if text.is_empty() => {}
            PartKind::Text { text } => parts.push(WirePart::text(text)),
            PartKind::ToolCall(written) => turn.tool_calls.push(call(written, part, draft)?),
            PartKind::State(_) => {}
            PartKind::Reasoning(block) => {
                reasoning.push_str(own_reasoning(block, draft, dialect)?.unwrap_or_default());
            }
            PartKind::Opaque(block) => parts.extend(parts::opaque(block, draft, dialect)?),
            _ => draft.omit("part", "an assistant's turn has text and calls alone")?,
        }
    }
    if parts.is_empty() && turn.tool_calls.is_empty() && !dialect.empty_text {
        return Ok(None);
    }
    turn.content = match (parts.is_empty(), turn.tool_calls.is_empty()) {
        (true, false) if dialect.null_content => WireContent::Null,
        (true, false) => WireContent::Absent,
        _ => content(parts),
    };
    replay(&mut turn, reasoning, dialect);
    Ok(Some(turn))
}

/// Texts are pieces of one text; parts of the vendor's own make a list of it.
fn content(parts: Vec<WirePart<'_>>) -> WireContent<'_> {
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

/// Reasoning that may be sent back: the vendor's own.
fn own_reasoning<'a>(
    block: &'a Reasoning,
    draft: &mut Draft<'a>,
    dialect: &Dialect,
) -> Result<Option<&'a str>, LlmError> {
    if !draft.is_own("reasoning", block.provider.as_deref())? {
        return Ok(None);
    }
    if dialect.replay == ReasoningReplay::Never {
        return draft.leave_out("reasoning", "the vendor takes none back here");
    }
    Ok(Some(&block.text))
}

fn replay<'a>(turn: &mut WireMessage<'a>, reasoning: String, dialect: &'a Dialect) {
    let (member, wanted) = match &dialect.replay {
        ReasoningReplay::Never => return,
        ReasoningReplay::ToolTurns(member) => (member, !turn.tool_calls.is_empty()),
        ReasoningReplay::EveryTurn(member) => (member, !reasoning.is_empty()),
    };
    if wanted {
        turn.members.insert(member.as_ref(), reasoning.into());
    }
}
