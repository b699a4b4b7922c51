//! Tools, and whether one must be called.

use super::Draft;
use super::body::{WireFunction, WireTool};
use kei_router_core::{Capability, LlmError, Tool, ToolChoice};
use serde_json::{Map, Value, json};
use std::borrow::Cow;

/// The tools; what the request says about calling them becomes members of the body.
pub(super) fn write<'a>(draft: &mut Draft<'a>) -> Result<Vec<WireTool<'a>>, LlmError> {
    let request = draft.request;
    if draft.lacks(Capability::Tools) && !request.tools.is_empty() {
        draft.omit("tools", "the model calls none")?;
        return Ok(Vec::new());
    }
    check(draft)?;
    let has_tools = !request.tools.is_empty() || request.extra_body.contains_key("tools");
    if let Some(choice) = &request.tool_choice {
        choose(choice, has_tools, draft)?;
    }
    match request.parallel_tool_calls {
        Some(parallel) if has_tools && draft.dialect.parallel_tool_calls => {
            draft.set("parallel_tool_calls", parallel);
        }
        Some(false) if has_tools => {
            draft.omit("parallel_tool_calls", "the vendor has no such option")?;
        }
        // Without tools it means nothing, and to allow it is every vendor's default.
        _ => {}
    }
    let schema = draft.dialect.schema;
    request.tools.iter().map(|one| tool(one, schema)).collect()
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
    Ok(WireTool { kind: "function", function: WireFunction { name, description, parameters } })
}

/// A tool that is left out would change what the model does, so this is no matter of the rule.
fn check(draft: &Draft<'_>) -> Result<(), LlmError> {
    let tools = &draft.request.tools;
    let most = draft.dialect.most_tools.unwrap_or(usize::MAX);
    if tools.len() > most {
        let count = tools.len();
        return Err(LlmError::bad_request(format!("{count} tools, and the vendor takes {most}")));
    }
    match tools.iter().position(|tool| !(draft.dialect.tool_name)(&tool.name)) {
        Some(at) => {
            Err(LlmError::bad_request(format!("the name of tool {at} is none the vendor takes")))
        }
        None => Ok(()),
    }
}

fn choose(choice: &ToolChoice, has_tools: bool, draft: &mut Draft<'_>) -> Result<(), LlmError> {
    let forced = !matches!(choice, ToolChoice::Auto | ToolChoice::None);
    if !has_tools {
        return if forced { draft.omit("tool_choice", "there are no tools") } else { Ok(()) };
    }
    if forced && draft.lacks(Capability::ForcedTools) {
        return draft.omit("tool_choice", "the model cannot be made to call a tool");
    }
    if forced && !draft.dialect.forces_while_thinking && draft.thinks() {
        return draft.omit("tool_choice", "no tool can be forced while the model thinks");
    }
    let value: Value = match choice {
        ToolChoice::Auto => "auto".into(),
        ToolChoice::None => "none".into(),
        ToolChoice::Required => draft.dialect.required.as_ref().into(),
        ToolChoice::Tool(name) => json!({"type": "function", "function": {"name": name}}),
        _ => return draft.omit("tool_choice", "this wire has no word for it"),
    };
    draft.set("tool_choice", value);
    Ok(())
}
