//! Tools, and whether one must be called.

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
        list.push(tool(one, dialect.schema)?);
    }
    list.extend(draft.vendor_tools()?.into_iter().map(WireTool::Own));
    Ok(list)
}

/// A tool. Without a schema it has no parameters, which is what leaving them out means.
fn tool(tool: &Tool, schema: Option<fn(&mut Value)>) -> Result<WireTool<'_>, LlmError> {
    let (name, description) = (tool.name.as_str(), tool.description.as_str());
    let parameters = match (&tool.schema, schema) {
        (Value::Null, _) => Cow::Owned(Map::new()),
        (_, None) => tool.object_schema()?,
        (_, Some(change)) => {
            let mut schema = Value::Object(tool.object_schema()?.into_owned());
            change(&mut schema);
            Cow::Owned(schema.as_object().cloned().unwrap_or_default())
        }
    };
    Ok(WireTool::Function { function: WireFunction { name, description, parameters } })
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
