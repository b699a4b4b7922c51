//! Tools and the tool choice.

use super::body::{WireFunction, WireTool};
use crate::Dialect;
use kei_router_core::encode::Draft;
use kei_router_core::{LlmError, PartKind, ToolChoice};
use serde_json::{Value, json};

/// The tools; what the request says about calling them becomes members of the body.
pub(super) fn write<'a>(
    draft: &mut Draft<'a>,
    dialect: &Dialect,
) -> Result<Vec<WireTool<'a>>, LlmError> {
    let tools = draft.tools()?;
    if let Some(choice) = draft.tool_choice()? {
        choose(choice, draft)?;
    }
    draft.parallel_tool_calls()?;
    let mut list = Vec::with_capacity(tools.len());
    for tool in tools {
        let (name, description) = (&tool.name, &tool.description);
        let (parameters, strict) = draft.tool_schema(tool)?;
        let strict = if strict { Some(true) } else { dialect.strict_tools };
        list.push(WireTool::Function(WireFunction { name, description, parameters, strict }));
    }
    list.extend(draft.vendor_tools()?.into_iter().map(WireTool::Own));
    Ok(list)
}

/// Whether this is a tool whose input is any text. Such tools are the wire's own, and come as
/// vendor tools or by `extra_body`; calls of them, and their outputs, have items of their own.
pub(super) fn is_custom_tool(name: &str, draft: &Draft<'_>) -> bool {
    let is = |tool: &Value| {
        let text = |key| tool.get(key).and_then(Value::as_str);
        text("type") == Some("custom") && text("name") == Some(name)
    };
    let extra = draft.request.extra_members(draft.vendor).filter(|(key, _)| *key == "tools");
    let own = draft.request.vendor_tools().iter().filter(|tool| tool.provider == draft.vendor);
    extra.filter_map(|(_, value)| value.as_array()).flatten().any(is)
        || own.filter_map(|tool| serde_json::from_str(&tool.json).ok()).any(|tool| is(&tool))
}

/// Whether this is the call of such a tool.
pub(super) fn is_custom_call(call_id: &str, draft: &Draft<'_>) -> bool {
    if draft.request.vendor_tools().is_empty() && draft.extra("tools").is_none() {
        return false;
    }
    let mut parts = draft.request.messages.iter().flat_map(|message| message.content.parts());
    parts.any(|part| match &part.kind {
        PartKind::ToolCall(call) => call.call_id == call_id && is_custom_tool(&call.name, draft),
        _ => false,
    })
}

fn choose(choice: &ToolChoice, draft: &mut Draft<'_>) -> Result<(), LlmError> {
    let value: Value = match choice {
        ToolChoice::Auto => "auto".into(),
        ToolChoice::None => "none".into(),
        ToolChoice::Required => "required".into(),
        ToolChoice::Tool(name) if is_custom_tool(name, draft) => {
            json!({"type": "custom", "name": name})
        }
        ToolChoice::Tool(name) => json!({"type": "function", "name": name}),
        _ => return draft.omit("tool_choice", "this wire has no word for it"),
    };
    draft.set("tool_choice", value);
    Ok(())
}
