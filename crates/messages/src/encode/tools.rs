//! Tools, and whether one must be called.

use super::body::{TypedTool, WireTool};
use kei_router_core::encode::Draft;
use kei_router_core::{Capability, LlmError, Tool, ToolChoice};
use serde_json::{Value, json};

/// The tools; what the request says about calling them becomes a member of the body.
pub(super) fn write<'a>(draft: &mut Draft<'a>) -> Result<Vec<WireTool<'a>>, LlmError> {
    let mut tools = draft.tools()?.iter().map(tool).collect::<Result<Vec<_>, _>>()?;
    if let Some(last) = tools.last_mut() {
        last.cache_control = draft.request.cache_tools.map(Into::into);
    }
    choice(draft)?;
    let mut tools: Vec<_> = tools.into_iter().map(WireTool::Typed).collect();
    tools.extend(draft.vendor_tools()?.into_iter().map(WireTool::Own));
    Ok(tools)
}

/// A tool. The wire demands that its schema is an object's.
fn tool(tool: &Tool) -> Result<TypedTool<'_>, LlmError> {
    let (name, description, input_schema) = (&tool.name, &tool.description, tool.object_schema()?);
    Ok(TypedTool { name, description, input_schema, cache_control: None })
}

fn choice(draft: &mut Draft<'_>) -> Result<(), LlmError> {
    let request = draft.request;
    if !draft.has_tools() {
        return match draft.forces_a_tool() && request.tools.is_empty() {
            true => Err(LlmError::bad_request("a tool must be called, and there is none")),
            false => Ok(()),
        };
    }
    let unforced = draft.forces_a_tool() && draft.lacks(Capability::ForcedTools);
    if unforced {
        draft.omit("tool_choice", "the model cannot be made to call a tool")?;
    }
    let mut choice = match request.tool_choice.as_ref().filter(|_| !unforced) {
        Some(ToolChoice::Required) => json!({"type": "any"}),
        Some(ToolChoice::Tool(name)) => json!({"type": "tool", "name": name}),
        Some(ToolChoice::None) => json!({"type": "none"}),
        _ => json!({"type": "auto"}),
    };
    let alone = is_alone(draft, &choice)?;
    if let (true, Some(choice)) = (alone, choice.as_object_mut()) {
        choice.insert("disable_parallel_tool_use".to_owned(), true.into());
    }
    if request.tool_choice.is_some() || alone {
        draft.set("tool_choice", choice);
    }
    Ok(())
}

/// Whether one call at a time is asked for, where that can be asked.
fn is_alone(draft: &mut Draft<'_>, choice: &Value) -> Result<bool, LlmError> {
    if draft.request.parallel_tool_calls != Some(false)
        || choice.get("type") == Some(&"none".into())
    {
        return Ok(false);
    }
    if !draft.support.parallel_tool_calls {
        draft.omit("parallel_tool_calls", "the vendor has no such option")?;
    }
    Ok(draft.support.parallel_tool_calls)
}
