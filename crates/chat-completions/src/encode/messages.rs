//! The conversation: who says what, in the order in which the wire wants it.

use super::body::{WireContent, WireMessage, WirePart};
use super::{assistant, parts, tool_results};
use crate::Dialect;
use kei_router_core::encode::Draft;
use kei_router_core::{LlmError, Message, PartKind, Role};

/// The whole conversation, the system prompt first.
///
/// Tool messages must follow the turn that called directly; what they cannot carry waits in
/// `moved` until the last of them is written, and then becomes a user message.
pub(super) fn write<'a>(
    draft: &mut Draft<'a>,
    dialect: &'a Dialect,
) -> Result<Vec<WireMessage<'a>>, LlmError> {
    let request = draft.request;
    draft.check_calls()?;
    let mut list = Vec::with_capacity(request.messages.len().saturating_add(1));
    list.extend(system(draft, dialect)?);
    let mut moved = Vec::new();
    for (at, message) in request.messages.iter().enumerate() {
        match message.role {
            Role::User => user(message, draft, dialect, &mut list, &mut moved)?,
            Role::Tool => {
                draft.check_results(at, false)?;
                tool(message, draft, dialect, &mut list, &mut moved)?;
            }
            Role::Assistant => {
                flush(&mut list, &mut moved);
                list.extend(assistant::write(message, draft, dialect)?);
            }
            _ => return Err(LlmError::bad_request(format!("message {at} has an unknown role"))),
        }
    }
    flush(&mut list, &mut moved);
    if list.iter().all(|message| message.role == system_role(draft, dialect)) {
        return Err(LlmError::bad_request("no message says anything"));
    }
    prefill(dialect, &mut list);
    Ok(list)
}

fn system<'a>(
    draft: &mut Draft<'a>,
    dialect: &'a Dialect,
) -> Result<Option<WireMessage<'a>>, LlmError> {
    let mark = draft.system_mark()?;
    let text = WirePart::Text { text: (&*draft.request.system).into(), mark };
    let content = WireContent::from_parts(vec![text]);
    let role = system_role(draft, dialect);
    let message = WireMessage { role, content, ..WireMessage::default() };
    Ok(Some(message).filter(|_| !draft.request.system.is_empty()))
}

fn system_role<'a>(draft: &Draft<'_>, dialect: &'a Dialect) -> &'a str {
    if draft.target.third_party { "system" } else { dialect.system_role.as_ref() }
}

/// A user message: results of tools first, each as a message of its own.
fn user<'a>(
    message: &'a Message,
    draft: &mut Draft<'a>,
    dialect: &'a Dialect,
    list: &mut Vec<WireMessage<'a>>,
    moved: &mut Vec<WirePart<'a>>,
) -> Result<(), LlmError> {
    let mut parts = Vec::new();
    let mut answers = false;
    for part in message.content.parts() {
        match &part.kind {
            PartKind::ToolResult(result) => {
                answers = true;
                list.push(tool_results::write(result, draft, dialect, moved)?);
            }
            _ => parts.extend(parts::write(part, draft, dialect)?),
        }
    }
    if parts.is_empty() && (answers || !dialect.empty_text) {
        return Ok(());
    }
    flush(list, moved);
    let content = WireContent::from_parts(parts);
    list.push(WireMessage { role: "user", content, ..WireMessage::default() });
    Ok(())
}

/// Results of tools. Anything else in such a message goes to the user message behind them.
fn tool<'a>(
    message: &'a Message,
    draft: &mut Draft<'a>,
    dialect: &'a Dialect,
    list: &mut Vec<WireMessage<'a>>,
    moved: &mut Vec<WirePart<'a>>,
) -> Result<(), LlmError> {
    for part in message.content.parts() {
        match &part.kind {
            PartKind::ToolResult(result) => {
                list.push(tool_results::write(result, draft, dialect, moved)?);
            }
            _ => moved.extend(parts::write(part, draft, dialect)?),
        }
    }
    Ok(())
}

fn flush<'a>(list: &mut Vec<WireMessage<'a>>, moved: &mut Vec<WirePart<'a>>) {
    if !moved.is_empty() {
        let content = WireContent::from_parts(std::mem::take(moved));
        list.push(WireMessage { role: "user", content, ..WireMessage::default() });
    }
}

/// Marks a last assistant message as the beginning of the reply.
fn prefill<'a>(dialect: &'a Dialect, list: &mut [WireMessage<'a>]) {
    if let (Some(member), Some(last)) = (&dialect.prefill, list.last_mut())
        && last.role == "assistant"
        && last.tool_calls.is_empty()
    {
        last.members.insert(member.as_ref(), true.into());
    }
}
