//! Kimi's own rules, over those of its wire, for [`SimRules::and`](crate::SimRules::and).

use super::demand;
use crate::json::{items, member};
use crate::{Refused, SimRequest};
use serde_json::Value;

type Rule = fn(&SimRequest) -> Result<(), Refused>;

/// All of the rules below.
///
/// # Errors
/// The refusal of the first rule that is broken.
pub fn check(request: &SimRequest) -> Result<(), Refused> {
    const RULES: [Rule; 4] = [reasoning_with_calls, no_empty_text, tool_names, tool_schemas];
    RULES.iter().try_for_each(|rule| rule(request))
}

fn messages(request: &SimRequest) -> &[Value] {
    items(&request.json, "messages")
}

/// While thinking, an assistant message with calls must carry its `reasoning_content`. An
/// empty string will do.
///
/// # Errors
/// 400 in Kimi's words.
pub fn reasoning_with_calls(request: &SimRequest) -> Result<(), Refused> {
    if member(member(&request.json, "thinking"), "type") == "disabled" {
        return Ok(());
    }
    let bare =
        |m: &Value| m.get("tool_calls").is_some() && !member(m, "reasoning_content").is_string();
    let at = messages(request).iter().position(bare);
    demand(at.is_none(), || {
        format!(
            "thinking is enabled but reasoning_content is missing in assistant tool call message \
             at index {}",
            at.unwrap_or_default()
        )
    })
}

/// No content and no text part is empty.
///
/// # Errors
/// 400 in Kimi's words.
pub fn no_empty_text(request: &SimRequest) -> Result<(), Refused> {
    let empty = |content: &Value| match content {
        Value::String(text) => text.is_empty(),
        Value::Array(parts) => {
            parts.iter().any(|p| member(p, "type") == "text" && member(p, "text") == "")
        }
        _ => false,
    };
    let some = messages(request).iter().any(|message| empty(member(message, "content")));
    demand(!some, || "text content is empty".to_owned())
}

/// A tool's name begins with a letter or `_`.
///
/// # Errors
/// 400.
pub fn tool_names(request: &SimRequest) -> Result<(), Refused> {
    let legal = |name: &str| name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let tools = items(&request.json, "tools");
    let names = tools.iter().filter_map(|tool| member(member(tool, "function"), "name").as_str());
    let wrong = names.filter(|name| !legal(name)).count();
    demand(wrong == 0, || "function name is invalid, must start with a letter".to_owned())
}

/// A tool's parameters are an object, and have no `$schema`.
///
/// # Errors
/// 400.
pub fn tool_schemas(request: &SimRequest) -> Result<(), Refused> {
    let tools = items(&request.json, "tools");
    let wrong = tools
        .iter()
        .filter_map(|tool| member(tool, "function").get("parameters"))
        .any(|schema| member(schema, "type") != "object" || schema.get("$schema").is_some());
    demand(!wrong, || "tools.function.parameters is not a valid schema".to_owned())
}
