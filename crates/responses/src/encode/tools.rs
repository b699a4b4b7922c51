//! Tools, and whether one must be called.

use super::Draft;
use super::body::WireTool;
use kei_router_core::{Capability, LlmError, PartKind, ToolChoice};
use serde_json::{Value, json};

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
    let strict = draft.dialect.strict_tools;
    let wire = request.tools.iter().map(|tool| {
        let (name, description) = (&tool.name, &tool.description);
        let parameters = tool.object_schema()?;
        Ok(WireTool { kind: "function", name, description, parameters, strict })
    });
    wire.collect()
}

impl<'a> Draft<'a> {
    /// Whether this is a tool whose input is any text. Such tools are the wire's own, and come
    /// by `extra_body`; calls of them, and their outputs, have items of their own.
    pub(super) fn is_custom_tool(&self, name: &str) -> bool {
        let tools = self.request.extra_body.get("tools").and_then(Value::as_array);
        let is = |tool: &Value, key: &str, text: &str| {
            tool.get(key).and_then(Value::as_str) == Some(text)
        };
        tools.is_some_and(|tools| {
            tools.iter().any(|tool| is(tool, "type", "custom") && is(tool, "name", name))
        })
    }

    /// Whether this is the call of such a tool.
    pub(super) fn is_custom_call(&self, call_id: &str) -> bool {
        if !self.request.extra_body.contains_key("tools") {
            return false;
        }
        let mut parts = self.request.messages.iter().flat_map(|message| message.content.parts());
        parts.any(|part| match &part.kind {
            PartKind::ToolCall(call) => call.call_id == call_id && self.is_custom_tool(&call.name),
            _ => false,
        })
    }
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
        ToolChoice::Required => "required".into(),
        ToolChoice::Tool(name) if draft.is_custom_tool(name) => {
            json!({"type": "custom", "name": name})
        }
        ToolChoice::Tool(name) => json!({"type": "function", "name": name}),
        _ => return draft.omit("tool_choice", "this wire has no word for it"),
    };
    draft.set("tool_choice", value);
    Ok(())
}
