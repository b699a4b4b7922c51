//! Messages, each by itself.

use crate::json::{items, member, text};
use crate::rules::{demand, is_word};
use crate::{Refused, SimRequest};
use serde_json::Value;

/// Roles, content, the parts of content, the calls of an assistant.
pub(super) fn messages(request: &SimRequest) -> Result<(), Refused> {
    let messages = items(&request.json, "messages");
    for (at, message) in messages.iter().enumerate() {
        let place = format!("messages[{at}]");
        let role = text(message, "role");
        let known = ["system", "developer", "user", "assistant", "tool"].contains(&role);
        demand(known, || format!("Invalid value for '{place}.role'"))?;
        match role {
            "assistant" => assistant(message, &place)?,
            "tool" => {
                let answers =
                    member(message, "tool_call_id").as_str().is_some_and(|id| !id.is_empty());
                demand(answers, || format!("Missing parameter '{place}.tool_call_id'"))?;
                content(member(message, "content"), &place)?;
            }
            _ => content(member(message, "content"), &place)?,
        }
    }
    Ok(())
}

fn assistant(message: &Value, place: &str) -> Result<(), Refused> {
    let calls = message.get("tool_calls");
    if member(message, "content").is_null() {
        let sound = member(member(message, "audio"), "id").is_string();
        demand(calls.is_some() || sound, || {
            format!("{place}: an assistant message needs content or tool_calls")
        })?;
    } else {
        content(member(message, "content"), place)?;
    }
    let Some(calls) = calls else { return Ok(()) };
    let calls = calls.as_array().map(Vec::as_slice).unwrap_or_default();
    demand(!calls.is_empty(), || format!("Invalid '{place}.tool_calls': empty array"))?;
    for (at, call) in calls.iter().enumerate() {
        let place = format!("{place}.tool_calls[{at}]");
        let id = member(call, "id").as_str().is_some_and(|id| !id.is_empty());
        demand(id, || format!("Missing parameter '{place}.id'"))?;
        demand(member(call, "type").is_string(), || format!("Missing parameter '{place}.type'"))?;
        if member(call, "type") != "function" {
            continue;
        }
        let name = text(member(call, "function"), "name");
        demand(is_word(name, 64), || format!("Invalid '{place}.function.name'"))?;
        demand(member(member(call, "function"), "arguments").is_string(), || {
            format!("Invalid type for '{place}.function.arguments': expected a string")
        })?;
    }
    Ok(())
}

fn content(content: &Value, place: &str) -> Result<(), Refused> {
    match content {
        Value::String(_) => Ok(()),
        Value::Array(parts) => {
            demand(!parts.is_empty(), || format!("Invalid '{place}.content': empty array"))?;
            let wrong = parts.iter().position(|part| !is_part(part));
            demand(wrong.is_none(), || {
                format!("Invalid '{place}.content[{}]'", wrong.unwrap_or_default())
            })
        }
        _ => Err(Refused::bad(format!(
            "Invalid type for '{place}.content': expected a string or an array of parts"
        ))),
    }
}

fn is_part(part: &Value) -> bool {
    match text(part, "type") {
        "text" => member(part, "text").is_string(),
        "refusal" => member(part, "refusal").is_string(),
        // Some vendors take the URL itself in place of the object.
        "image_url" => {
            member(member(part, "image_url"), "url").is_string()
                || member(part, "image_url").is_string()
        }
        "input_audio" => member(member(part, "input_audio"), "data").is_string(),
        "" => false,
        kind => part.get(kind).is_some(),
    }
}
