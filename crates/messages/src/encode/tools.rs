//! Tools, and whether one must be called.

use super::body::{WireChoice, WireTool};
use super::draft::Draft;
use kei_router_core::{Capability, ChatRequest, LlmError, Tool, ToolChoice};

pub(super) fn write(request: &ChatRequest) -> Result<Vec<WireTool<'_>>, LlmError> {
    let mut tools = request.tools.iter().map(tool).collect::<Result<Vec<_>, _>>()?;
    if let Some(last) = tools.last_mut() {
        last.cache_control = request.cache_tools.map(Into::into);
    }
    Ok(tools)
}

/// A tool. The wire demands that its schema is an object's.
fn tool(tool: &Tool) -> Result<WireTool<'_>, LlmError> {
    let (name, description, input_schema) = (&tool.name, &tool.description, tool.object_schema()?);
    Ok(WireTool { name, description, input_schema, cache_control: None })
}

pub(super) fn choice<'a>(draft: &mut Draft<'a>) -> Result<Option<WireChoice<'a>>, LlmError> {
    let request = draft.request;
    let has_tools = !request.tools.is_empty() || draft.sets("tools");
    if !has_tools {
        return match draft.forces_a_tool() {
            true => Err(LlmError::bad_request("a tool must be called, and there is none")),
            false => Ok(None),
        };
    }
    let forced =
        match draft.forces_a_tool() && draft.info.capabilities.lacks(Capability::ForcedTools) {
            true => {
                draft.omit("tool_choice", "this model cannot be forced to call a tool")?;
                None
            }
            false => request.tool_choice.as_ref(),
        };
    let (kind, name) = match forced {
        Some(ToolChoice::Required) => ("any", None),
        Some(ToolChoice::Tool(name)) => ("tool", Some(name.as_str())),
        Some(ToolChoice::None) => ("none", None),
        _ => ("auto", None),
    };
    let disable_parallel_tool_use = request.parallel_tool_calls == Some(false) && kind != "none";
    let says_something = request.tool_choice.is_some() || disable_parallel_tool_use;
    Ok(says_something.then_some(WireChoice { kind, name, disable_parallel_tool_use }))
}
