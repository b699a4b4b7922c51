//! Tools and the tool choice.

use super::body::{WireFunction, WireTool};
use crate::Dialect;
use kei_router_core::encode::Draft;
use kei_router_core::{LlmError, Tool, ToolChoice};
use serde_json::{Map, Value, json};
use std::borrow::Cow;

/// The tools; what the request says about calling them becomes members of the body.
pub(super) fn write<'a>(
    draft: &mut Draft<'a>,
    dialect: &'a Dialect,
) -> Result<Vec<WireTool<'a>>, LlmError> {
    let tools = draft.tools()?;
    if let Some(choice) = draft.tool_choice()? {
        choose(choice, draft, dialect)?;
    }
    draft.parallel_tool_calls()?;
    let mut list = Vec::with_capacity(tools.len());
    for one in tools {
        list.push(tool(one, draft, dialect)?);
    }
    list.extend(draft.vendor_tools()?.into_iter().map(WireTool::Own));
    Ok(list)
}

/// A tool. Without a schema it has no parameters, which is what leaving them out means.
fn tool<'a>(
    tool: &'a Tool,
    draft: &mut Draft<'a>,
    dialect: &Dialect,
) -> Result<WireTool<'a>, LlmError> {
    let (name, description) = (tool.name.as_str(), tool.description.as_str());
    let (mut parameters, strict) = draft.tool_schema(tool)?;
    if tool.schema.is_null() && !strict {
        parameters = Cow::Owned(Map::new());
    } else if let Some(change) = dialect.schema {
        let mut schema = Value::Object(parameters.into_owned());
        change(&mut schema);
        parameters = Cow::Owned(schema.as_object().cloned().unwrap_or_default());
    }
    Ok(WireTool::Function { function: WireFunction { name, description, parameters, strict } })
}

fn choose(choice: &ToolChoice, draft: &mut Draft<'_>, dialect: &Dialect) -> Result<(), LlmError> {
    let value: Value = match choice {
        ToolChoice::Auto => "auto".into(),
        ToolChoice::None => "none".into(),
        ToolChoice::Required => dialect.required.as_ref().into(),
        ToolChoice::Tool(name) => json!({"type": "function", "function": {"name": name}}),
        _ => return draft.omit("tool_choice", "this wire has no word for it"),
    };
    draft.set("tool_choice", value);
    Ok(())
}
