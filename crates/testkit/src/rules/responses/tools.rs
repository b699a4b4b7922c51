//! Tools and the tool choice.

use super::{demand, one_of, string};
use crate::json::{items, member, text};
use crate::rules::is_word;
use crate::rules::schemas;
use crate::{Refused, SimRequest};
use serde_json::Value;

/// Tools are flat: what Chat Completions has in `function` stands in the tool itself.
pub(super) fn tools(request: &SimRequest) -> Result<(), Refused> {
    let tools = items(&request.json, "tools");
    tools.iter().enumerate().try_for_each(|(at, tool)| check(tool, &format!("tools[{at}]")))
}

fn check(tool: &Value, place: &str) -> Result<(), Refused> {
    let kind = string(tool, "type", &format!("{place}.type"))?;
    if !["function", "custom"].contains(&kind) {
        return Ok(());
    }
    let name = string(tool, "name", &format!("{place}.name"))?;
    demand(is_word(name, 64), "invalid_value", || {
        format!("Invalid '{place}.name': string does not match pattern '^[a-zA-Z0-9_-]+$'.")
    })?;
    let schema = member(tool, "parameters");
    if kind == "custom" || schema.is_null() {
        return Ok(());
    }
    demand(schema.is_object(), "invalid_type", || {
        format!("Invalid type for '{place}.parameters': expected an object.")
    })?;
    let fault = schemas::fault(schema, member(tool, "strict") == true);
    demand(fault.is_none(), "invalid_function_parameters", || {
        format!("Invalid schema for function '{name}': {}.", fault.unwrap_or_default())
    })
}

/// A word, or a tool that there is. A call can only be forced where there are tools.
pub(super) fn tool_choice(request: &SimRequest) -> Result<(), Refused> {
    let tools = items(&request.json, "tools");
    let choice = member(&request.json, "tool_choice");
    let kind = text(choice, "type");
    match choice {
        Value::Null => return Ok(()),
        Value::String(word) => one_of(word, &["none", "auto", "required"], "tool_choice")?,
        _ if ["function", "custom"].contains(&kind) => there(tools, choice)?,
        _ if kind == "allowed_tools" => {
            items(choice, "tools").iter().try_for_each(|one| there(tools, one))?;
        }
        _ => string(choice, "type", "tool_choice.type").map(drop)?,
    }
    let free = choice == "none" || choice == "auto";
    demand(free || !tools.is_empty(), "invalid_value", || {
        "Tool choice must be specified with 'tools' parameter.".to_owned()
    })
}

/// Whether a choice is one of the tools, by its type and its name.
fn there(tools: &[Value], choice: &Value) -> Result<(), Refused> {
    let same = |tool: &Value| {
        ["type", "name"].iter().all(|name| member(tool, name) == member(choice, name))
    };
    demand(tools.iter().any(same), "invalid_value", || {
        format!("Tool choice '{}' not found in 'tools' parameter.", text(choice, "name"))
    })
}
