//! Messages and their blocks, each by itself.

use super::is_newest;
use crate::json::{items, member, text};
use crate::rules::{demand, is_word};
use crate::{Refused, SimRequest};
use serde_json::Value;

/// Roles, empty content, the kinds of blocks and who may send them.
pub(super) fn blocks(request: &SimRequest) -> Result<(), Refused> {
    let messages = items(&request.json, "messages");
    let last = messages.len().saturating_sub(1);
    for (at, message) in messages.iter().enumerate() {
        let role = text(message, "role");
        let known = ["user", "assistant", "system"].contains(&role);
        demand(known, || format!("messages.{at}.role: Input should be 'user' or 'assistant'"))?;
        let may_be_empty = role == "assistant" && at == last;
        match member(message, "content") {
            Value::String(text) => demand(may_be_empty || !text.is_empty(), || {
                format!("messages.{at}: all messages must have non-empty content")
            })?,
            Value::Array(blocks) => {
                demand(may_be_empty || !blocks.is_empty(), || {
                    format!("messages.{at}: all messages must have non-empty content")
                })?;
                for (index, one) in blocks.iter().enumerate() {
                    let place = format!("messages.{at}.content.{index}");
                    block(role, one, is_newest(request), &place)?;
                }
            }
            _ => return Err(Refused::bad(format!("messages.{at}.content: Field required"))),
        }
    }
    Ok(())
}

fn block(role: &str, block: &Value, newest: bool, place: &str) -> Result<(), Refused> {
    let kind = text(block, "type");
    demand(!kind.is_empty(), || format!("{place}.type: Field required"))?;
    let allowed = match kind {
        "tool_use" | "thinking" | "redacted_thinking" => role == "assistant",
        "tool_result" => role == "user",
        "document" => role != "assistant" || !newest,
        _ => true,
    };
    demand(allowed, || format!("{place}: `{kind}` blocks cannot be in a message of this role"))?;
    match kind {
        "text" => text_block(role, block, newest, place),
        "tool_use" => tool_use(block, place),
        "tool_result" => tool_result(block, place),
        "image" | "document" => source(member(block, "source"), place),
        "thinking" => demand(member(block, "signature").is_string(), || {
            format!("{place}.thinking.signature: Field required")
        }),
        "redacted_thinking" => demand(member(block, "data").is_string(), || {
            format!("{place}.redacted_thinking.data: Field required")
        }),
        _ => Ok(()),
    }
}

fn text_block(role: &str, block: &Value, newest: bool, place: &str) -> Result<(), Refused> {
    let said = text(block, "text");
    demand(!said.is_empty(), || format!("{place}: text content blocks must be non-empty"))?;
    let cites =
        member(block, "citations").as_array().is_some_and(|citations| !citations.is_empty());
    demand(!(cites && newest && role == "user"), || {
        format!("{place}.text.citations: Extra inputs are not permitted")
    })
}

fn tool_use(block: &Value, place: &str) -> Result<(), Refused> {
    let id = text(block, "id");
    demand(is_word(id, usize::MAX), || {
        format!("{place}.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'")
    })?;
    let name = text(block, "name");
    demand(is_word(name, 200), || format!("{place}.tool_use.name: not a legal name"))?;
    demand(member(block, "input").is_object(), || {
        format!("{place}.tool_use.input: Input should be a valid dictionary")
    })
}

fn tool_result(block: &Value, place: &str) -> Result<(), Refused> {
    let answers = member(block, "tool_use_id").as_str().is_some_and(|id| !id.is_empty());
    demand(answers, || format!("{place}.tool_result.tool_use_id: Field required"))?;
    let parts = items(block, "content");
    let failed = member(block, "is_error") == true;
    let said = !parts.is_empty() || !text(block, "content").is_empty();
    demand(said || !failed, || {
        format!("{place}.tool_result: content cannot be empty if `is_error` is true")
    })?;
    let all_text = parts.iter().all(|part| member(part, "type") == "text");
    demand(all_text || !failed, || {
        format!("{place}.tool_result: all content must be type text if `is_error` is true")
    })?;
    let empty =
        parts.iter().any(|part| member(part, "type") == "text" && member(part, "text") == "");
    demand(!empty, || format!("{place}: text content blocks must be non-empty"))
}

fn source(source: &Value, place: &str) -> Result<(), Refused> {
    let there = |name: &str| member(source, name).as_str().is_some_and(|text| !text.is_empty());
    let whole = match text(source, "type") {
        "base64" | "text" => there("media_type") && there("data"),
        "url" => there("url"),
        "file" => there("file_id"),
        "content" => !member(source, "content").is_null(),
        _ => false,
    };
    demand(whole, || format!("{place}.source: not a legal source"))
}
