//! The conversation.

use super::body::{Block, WireContent, WireMessage};
use super::parts::{self, Side};
use crate::Dialect;
use kei_router_core::encode::Draft;
use kei_router_core::{LlmError, Message, PartKind, Role};

/// The messages. The results of tools go into one user message, ahead of what else the user says;
/// a message of which nothing is left stays out.
pub(super) fn write<'a>(
    draft: &mut Draft<'a>,
    dialect: &Dialect,
) -> Result<Vec<WireMessage<'a>>, LlmError> {
    let request = draft.request;
    let mut messages = Vec::with_capacity(request.messages.len());
    let is_user = |message: &Message| message.role != Role::Assistant;
    for run in request.messages.chunk_by(|a, b| is_user(a) && is_user(b)) {
        if run.iter().any(has_result) {
            let mut blocks = Vec::new();
            for message in run {
                blocks.append(&mut content(message, draft, dialect)?);
            }
            blocks.sort_by_key(|block| !block.is_result());
            push(&mut messages, "user", blocks);
            continue;
        }
        for message in run {
            let role = if is_user(message) { "user" } else { "assistant" };
            match message.content.as_plain().filter(|text| !text.trim().is_empty()) {
                Some(text) if matches!(message.role, Role::User | Role::Assistant) => {
                    messages.push(WireMessage { role, content: WireContent::Plain(text) });
                }
                _ => push(&mut messages, role, content(message, draft, dialect)?),
            }
        }
    }
    if messages.is_empty() {
        return Err(LlmError::bad_request("no message says anything"));
    }
    Ok(messages)
}

fn has_result(message: &Message) -> bool {
    let is_result = |kind: &PartKind| matches!(kind, PartKind::ToolResult(_));
    message.content.parts().iter().any(|part| is_result(&part.kind))
        && message.role != Role::Assistant
}

fn content<'a>(
    message: &'a Message,
    draft: &mut Draft<'a>,
    dialect: &Dialect,
) -> Result<Vec<Block<'a>>, LlmError> {
    let side = match message.role {
        Role::User => Side::User,
        Role::Tool if has_result(message) => Side::User,
        Role::Assistant => Side::Assistant,
        Role::Tool => return Err(LlmError::bad_request("a tool message has no tool result")),
        _ => return Err(LlmError::bad_request("a message has an unknown role")),
    };
    let mut blocks = Vec::with_capacity(message.content.parts().len());
    for part in message.content.parts() {
        blocks.extend(parts::write(part, side, draft, dialect)?);
    }
    Ok(blocks)
}

fn push<'a>(messages: &mut Vec<WireMessage<'a>>, role: &'static str, blocks: Vec<Block<'a>>) {
    if !blocks.is_empty() {
        messages.push(WireMessage { role, content: WireContent::Blocks(blocks) });
    }
}
