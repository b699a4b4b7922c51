//! The model's own turns: reasoning, text and calls, in the order in which they came.

use super::body::{WireContent, WireItem, WirePart, WireReasoning};
use super::tools::is_custom_tool;
use super::{messages, stores};
use crate::{Dialect, Replay};
use kei_router_core::encode::Draft;
use kei_router_core::{LlmError, Message, PartKind, Reasoning, ToolCall};

/// The items of a turn. Texts that stand together are one message.
pub(super) fn write<'a>(
    message: &'a Message,
    draft: &mut Draft<'a>,
    dialect: &Dialect,
    list: &mut Vec<WireItem<'a>>,
) -> Result<(), LlmError> {
    let mut turn = Vec::with_capacity(message.content.parts().len());
    for part in message.content.parts() {
        match &part.kind {
            PartKind::Text { text } if text.is_empty() => {}
            PartKind::Text { text } => say(&mut turn, text),
            PartKind::ToolCall(written) => turn.push(call(written, draft)),
            PartKind::Reasoning(block) => turn.extend(reasoning(block, draft, dialect)?),
            PartKind::Opaque(block) => turn.extend(messages::opaque(block, draft)?),
            _ => draft.omit("part", "an assistant's turn has text and calls alone")?,
        }
    }
    // The vendor refuses reasoning without the item that it led to.
    while matches!(turn.last(), Some(WireItem::Reasoning(_))) {
        turn.pop();
        draft.omit("reasoning", "nothing of its turn follows it, and the vendor wants that")?;
    }
    if dialect.phases {
        label(&mut turn);
    }
    list.append(&mut turn);
    Ok(())
}

fn say<'a>(turn: &mut Vec<WireItem<'a>>, text: &'a str) {
    let part = WirePart::OutputText { text };
    if let Some(WireItem::Message { content: WireContent::Parts(parts), .. }) = turn.last_mut() {
        parts.push(part);
        return;
    }
    let content = WireContent::Parts(vec![part]);
    turn.push(WireItem::Message { role: "assistant", content, phase: None });
}

/// The arguments go back as they came: a text, and an object even where there are none.
fn call<'a>(call: &'a ToolCall, draft: &mut Draft<'a>) -> WireItem<'a> {
    let (call_id, name) = (draft.ids.call(&call.call_id), call.name.as_str());
    if is_custom_tool(name, draft) {
        return WireItem::CustomToolCall { call_id, name, input: &call.arguments };
    }
    let none = matches!(call.arguments.trim(), "" | "null");
    let arguments = if none { "{}" } else { &call.arguments };
    WireItem::FunctionCall { call_id, name, arguments }
}

/// Reasoning that may be sent back: the vendor's own, in a form that means something to it.
fn reasoning<'a>(
    block: &'a Reasoning,
    draft: &mut Draft<'a>,
    dialect: &Dialect,
) -> Result<Option<WireItem<'a>>, LlmError> {
    if !draft.is_own("reasoning", block.provider.as_deref())? {
        return Ok(None);
    }
    let replay = dialect.replay;
    if replay == Replay::Never {
        return draft.leave_out("reasoning", "the vendor takes none back here");
    }
    let encrypted_content = block.redacted.as_deref();
    let id = block.id.as_deref().filter(|_| stores(draft, dialect));
    let text = block.text.as_str();
    let mut item = WireReasoning { id, encrypted_content, ..WireReasoning::default() };
    if replay == Replay::Text && encrypted_content.is_none() && !text.is_empty() {
        item.content.push(WirePart::ReasoningText { text });
    } else if id.or(encrypted_content).is_none() {
        return draft.leave_out("reasoning", "it has no encrypted form to send back");
    } else if !text.is_empty() {
        item.summary.push(WirePart::SummaryText { text });
    }
    Ok(Some(WireItem::Reasoning(item)))
}

/// Marks what the model said on its way, and what was its answer.
fn label(turn: &mut [WireItem<'_>]) {
    let mut ends = true;
    for item in turn.iter_mut().rev() {
        if let WireItem::Message { phase, .. } = item {
            *phase = Some(if ends { "final_answer" } else { "commentary" });
        }
        ends &= matches!(item, WireItem::Reasoning(_));
    }
}
