//! The model's own turns: reasoning, text and calls, in the order in which they came.

use super::body::{WireContent, WireItem, WirePart, WireReasoning};
use super::tools::is_custom_tool;
use super::{messages, stores};
use crate::{Dialect, ReasoningReplay};
use kei_router_core::encode::{Draft, Members};
use kei_router_core::{LlmError, Message, Part, PartKind, Reasoning, ToolCall};
use serde_json::value::RawValue;

/// A turn of the model while it is written.
#[derive(Default)]
struct Turn<'a> {
    items: Vec<WireItem<'a>>,
    /// The vendor's id of the last message, if the last text had one.
    message: Option<Option<String>>,
}

/// What the vendor attached to a part, and what it attached to the item that the part belongs to.
struct Attached<'a> {
    id: Option<String>,
    /// Whether a message without an id begins here.
    begins: bool,
    annotations: Option<&'a RawValue>,
    members: Members<'a>,
}

/// The items of a turn. Texts that stand together are one message.
pub(super) fn write<'a>(
    message: &'a Message,
    draft: &mut Draft<'a>,
    dialect: &Dialect,
    list: &mut Vec<WireItem<'a>>,
) -> Result<(), LlmError> {
    let mut turn = Turn::default();
    for part in message.content.parts() {
        draft.unmarked(part.cache)?;
        match &part.kind {
            PartKind::Text { text } if text.is_empty() => {}
            PartKind::Text { text } => say(&mut turn, text, attached(part, draft, dialect)?),
            PartKind::State(_) => {}
            // A picture that the vendor made goes back in the item that it came in.
            PartKind::Image(_) if draft.is_attached(part) => {}
            PartKind::ToolCall(written) => {
                let vendor = attached(part, draft, dialect)?;
                turn.items.push(call(written, vendor.members, draft));
            }
            PartKind::Reasoning(block) => turn.items.extend(reasoning(block, draft, dialect)?),
            PartKind::Opaque(block) => turn.items.extend(messages::opaque(block, draft)?),
            _ => draft.omit("part", "an assistant's turn has text and calls alone")?,
        }
    }
    // The vendor refuses reasoning without the item that it led to.
    while matches!(turn.items.last(), Some(WireItem::Reasoning(_))) {
        turn.items.pop();
        draft.omit("reasoning", "nothing of its turn follows it, and the vendor wants that")?;
    }
    list.append(&mut turn.items);
    Ok(())
}

/// Adds a text: to the item before it, where that is the same message of the vendor's.
fn say<'a>(turn: &mut Turn<'a>, text: &'a str, item: Attached<'a>) {
    let part = WirePart::OutputText { text, annotations: item.annotations };
    let same = !item.begins && turn.message.as_ref() == Some(&item.id);
    if let (true, Some(WireItem::Message { content: WireContent::Parts(parts), .. })) =
        (same, turn.items.last_mut())
    {
        parts.push(part);
        return;
    }
    let (content, vendor) = (WireContent::Parts(vec![part]), item.members);
    turn.message = Some(item.id);
    turn.items.push(WireItem::Message { role: "assistant", content, vendor });
}

/// What the vendor attached to a part. The id of an item says which texts are one message, and is
/// sent only where the vendor keeps what it names.
fn attached<'a>(
    part: &'a Part,
    draft: &Draft<'a>,
    dialect: &Dialect,
) -> Result<Attached<'a>, LlmError> {
    let members = draft.attached(part)?;
    let (id, annotations) = (members.text("id"), members.get("annotations"));
    let begins = id.is_none() && members.get("id").is_some();
    let members = members.without("annotations");
    let members = match stores(draft, dialect) && !begins {
        true => members,
        false => members.without("id"),
    };
    Ok(Attached { id, begins, annotations, members })
}

/// The arguments go back as they came: a text, and an object even where there are none.
fn call<'a>(call: &'a ToolCall, vendor: Members<'a>, draft: &mut Draft<'a>) -> WireItem<'a> {
    let (call_id, name) = (draft.ids.call(&call.call_id), call.name.as_str());
    if is_custom_tool(name, draft) {
        return WireItem::CustomToolCall { call_id, name, input: &call.arguments, vendor };
    }
    let none = matches!(call.arguments.trim(), "" | "null");
    let arguments = if none { "{}" } else { &call.arguments };
    WireItem::FunctionCall { call_id, name, arguments, vendor }
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
    if replay == ReasoningReplay::Never {
        return draft.leave_out("reasoning", "the vendor takes none back here");
    }
    let encrypted_content = block.redacted.as_deref();
    let id = block.id.as_deref().filter(|_| stores(draft, dialect));
    let text = block.text.as_str();
    let mut item = WireReasoning { id, encrypted_content, ..WireReasoning::default() };
    if replay == ReasoningReplay::Text && encrypted_content.is_none() && !text.is_empty() {
        item.content.push(WirePart::ReasoningText { text });
    } else if id.or(encrypted_content).is_none() {
        return draft.leave_out("reasoning", "it has no encrypted form to send back");
    } else if !text.is_empty() {
        item.summary.push(WirePart::SummaryText { text });
    }
    Ok(Some(WireItem::Reasoning(item)))
}
