//! Tools and the tool choice.

use super::body::{TypedTool, WireTool};
use kei_router_core::encode::{Draft, without_alternatives};
use kei_router_core::{CacheTtl, Capability, LlmError, PartKind, Tool, ToolChoice};
use serde_json::{Value, json};
use std::borrow::Cow;

/// The tools; what the request says about calling them becomes a member of the body.
pub(super) fn write<'a>(
    draft: &mut Draft<'a>,
    mark: Option<CacheTtl>,
) -> Result<Vec<WireTool<'a>>, LlmError> {
    let mut tools = Vec::new();
    for one in draft.tools()? {
        tools.push(tool(one, draft)?);
    }
    if let Some(last) = tools.last_mut() {
        last.cache_control = mark.map(Into::into);
    }
    choice(draft)?;
    let mut tools: Vec<_> = tools.into_iter().map(WireTool::Typed).collect();
    tools.extend(draft.vendor_tools()?.into_iter().map(WireTool::Own));
    if tools.is_empty() && draft.extra("tools").is_none() {
        tools.extend(called(draft));
    }
    Ok(tools)
}

/// A tool. The wire demands that its schema is an object's, and one object's at the top level.
fn tool<'a>(tool: &'a Tool, draft: &mut Draft<'a>) -> Result<TypedTool<'a>, LlmError> {
    let (name, description) = (tool.name.as_str(), tool.description.as_str());
    let (mut input_schema, strict) = draft.tool_schema(tool)?;
    if let Some(fitted) = without_alternatives(&input_schema) {
        let what = format!("the schema of tool {name}");
        input_schema = Cow::Owned(draft.changed("tools", &what, fitted));
    }
    Ok(TypedTool { name, description, input_schema, strict, cache_control: None })
}

/// The tools that the conversation calls, where the request has none: calls and results without
/// tools are refused. The model may not call them.
fn called<'a>(draft: &mut Draft<'a>) -> Vec<WireTool<'a>> {
    let mut names = Vec::new();
    let parts = draft.request.messages.iter().flat_map(|message| message.content.parts());
    for part in parts {
        match &part.kind {
            PartKind::ToolCall(call) if !names.contains(&call.name.as_str()) => {
                names.push(call.name.as_str());
            }
            _ => {}
        }
    }
    if names.is_empty() {
        return Vec::new();
    }
    draft.defaulted(
        "tools",
        "the conversation calls tools and the request has none: they are named",
    );
    draft.set("tool_choice", json!({"type": "none"}));
    let schema = json!({"type": "object", "properties": {}});
    let schema = schema.as_object().cloned().unwrap_or_default();
    let stub = |name| TypedTool {
        name,
        description: "",
        input_schema: Cow::Owned(schema.clone()),
        strict: false,
        cache_control: None,
    };
    names.into_iter().map(stub).map(WireTool::Typed).collect()
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
