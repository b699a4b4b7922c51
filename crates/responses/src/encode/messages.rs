//! The conversation as items, in the order in which the wire wants them.

use super::body::{WireContent, WireItem, WirePart};
use super::{assistant, parts, tool_results};
use crate::Dialect;
use kei_router_core::encode::{Draft, Members};
use kei_router_core::{LlmError, Message, Opaque, PartKind, Role};
use serde_json::value::RawValue;

/// The conversation as items.
pub(super) struct Input<'a> {
    pub(super) items: Vec<WireItem<'a>>,
    /// Whether the system prompt is one of them.
    pub(super) has_system: bool,
}

/// The whole conversation.
///
/// Outputs of tools must follow the calls directly; what else stands in such a message waits in
/// `moved` until the last output is written, and then becomes a user message.
pub(super) fn write<'a>(
    draft: &mut Draft<'a>,
    dialect: &'a Dialect,
) -> Result<Input<'a>, LlmError> {
    let request = draft.request;
    draft.check_calls()?;
    let mut list = Vec::with_capacity(request.messages.len().saturating_add(1));
    list.extend(system(draft, dialect)?);
    let has_system = !list.is_empty();
    let mut moved = Vec::new();
    for (at, message) in request.messages.iter().enumerate() {
        match message.role {
            Role::User => user(message, draft, dialect, &mut list, &mut moved)?,
            Role::Tool => {
                draft.check_results(at, true)?;
                tool(message, draft, dialect, &mut list, &mut moved)?;
            }
            Role::Assistant => {
                say(&mut list, &mut moved);
                assistant::write(message, draft, dialect, &mut list)?;
            }
            _ => return Err(LlmError::bad_request(format!("message {at} has an unknown role"))),
        }
    }
    say(&mut list, &mut moved);
    if list.len() == usize::from(has_system) && draft.extra("input").is_none() {
        return Err(LlmError::bad_request("no message says anything"));
    }
    Ok(Input { items: list, has_system })
}

/// The system prompt, where it is an item. A mark needs a part to stand on, and `instructions` has
/// none.
fn system<'a>(
    draft: &mut Draft<'a>,
    dialect: &'a Dialect,
) -> Result<Option<WireItem<'a>>, LlmError> {
    let mark = draft.system_mark()?;
    let marked = mark.is_some().then_some("developer");
    let role = dialect.system_role.as_deref().or(marked);
    let Some(role) = role.filter(|_| !draft.request.system.is_empty()) else { return Ok(None) };
    let text = WirePart::InputText { text: (&*draft.request.system).into(), mark };
    let content = WireContent::from_parts(vec![text]);
    Ok(Some(WireItem::Message { role, content, vendor: Members::default() }))
}

/// A user message: results of tools first, each as an item of its own.
fn user<'a>(
    message: &'a Message,
    draft: &mut Draft<'a>,
    dialect: &Dialect,
    list: &mut Vec<WireItem<'a>>,
    moved: &mut Vec<WirePart<'a>>,
) -> Result<(), LlmError> {
    let results = message.content.parts().iter().filter_map(|part| match &part.kind {
        PartKind::ToolResult(result) => Some(result),
        _ => None,
    });
    for result in results {
        list.push(tool_results::write(result, draft, dialect)?);
    }
    say(list, moved);
    for part in message.content.parts() {
        match &part.kind {
            PartKind::ToolResult(_) => {}
            PartKind::Opaque(block) => {
                let block = opaque(block, draft)?;
                say(list, moved);
                list.extend(block);
            }
            _ => moved.extend(parts::write(part, draft)?),
        }
    }
    say(list, moved);
    Ok(())
}

/// Results of tools. Anything else in such a message goes to the user message behind them.
fn tool<'a>(
    message: &'a Message,
    draft: &mut Draft<'a>,
    dialect: &Dialect,
    list: &mut Vec<WireItem<'a>>,
    moved: &mut Vec<WirePart<'a>>,
) -> Result<(), LlmError> {
    for part in message.content.parts() {
        match &part.kind {
            PartKind::ToolResult(result) => {
                list.push(tool_results::write(result, draft, dialect)?);
            }
            // The vendor's own kind of output, such as that of a shell.
            PartKind::Opaque(block) => {
                list.extend(opaque(block, draft)?);
            }
            _ => moved.extend(parts::write(part, draft)?),
        }
    }
    Ok(())
}

/// A vendor's own item: verbatim where it came from, nowhere else.
pub(super) fn opaque<'a>(
    block: &Opaque,
    draft: &mut Draft<'a>,
) -> Result<Option<WireItem<'a>>, LlmError> {
    if !draft.is_own("opaque", Some(&block.provider))? {
        return Ok(None);
    }
    let wrong = |error| LlmError::bad_request("an opaque part is not JSON").with_source(error);
    let raw = RawValue::from_string(block.json.clone()).map_err(wrong)?;
    Ok(Some(WireItem::Raw(raw)))
}

fn say<'a>(list: &mut Vec<WireItem<'a>>, parts: &mut Vec<WirePart<'a>>) {
    if !parts.is_empty() {
        let content = WireContent::from_parts(std::mem::take(parts));
        list.push(WireItem::Message { role: "user", content, vendor: Members::default() });
    }
}
