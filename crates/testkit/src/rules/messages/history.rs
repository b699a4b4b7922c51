//! What may stand in a conversation only together with something else.

use super::demand;
use crate::json::{items, member, text};
use crate::{Refused, SimRequest};
use serde_json::Value;

/// No turn ends with thinking; a last turn does not end with white space; a budget for thinking
/// wants a turn that thought before its calls; calls and results want tools.
pub(super) fn history(request: &SimRequest) -> Result<(), Refused> {
    let messages = items(&request.json, "messages");
    for (at, message) in messages.iter().enumerate() {
        let last = items(message, "content").last().is_some_and(is_thinking);
        demand(!(last && text(message, "role") == "assistant"), || {
            format!("messages.{at}: The final block in an assistant message cannot be `thinking`.")
        })?;
    }
    if let [.., called, answer] = messages {
        thinking_first(request, called, answer)?;
    }
    prefill(messages)?;
    tools(request, messages)
}

fn is_thinking(block: &Value) -> bool {
    ["thinking", "redacted_thinking"].contains(&text(block, "type"))
}

fn thinking_first(request: &SimRequest, called: &Value, answer: &Value) -> Result<(), Refused> {
    let budget = text(member(&request.json, "thinking"), "type") == "enabled";
    let answers = items(answer, "content").iter().any(|block| text(block, "type") == "tool_result");
    let thought = items(called, "content").first().is_some_and(is_thinking);
    demand(!(budget && answers && !thought), || {
        "Expected `thinking` or `redacted_thinking`, but found `tool_use`. When `thinking` is \
         enabled, a final `assistant` message must start with a thinking block."
            .to_owned()
    })
}

fn prefill(messages: &[Value]) -> Result<(), Refused> {
    let Some(last) = messages.last().filter(|last| text(last, "role") == "assistant") else {
        return Ok(());
    };
    let blocks = items(last, "content").last().map_or("", |block| text(block, "text"));
    let said = member(last, "content").as_str().unwrap_or(blocks);
    demand(said == said.trim_end(), || {
        "messages: final assistant content cannot end with trailing whitespace".to_owned()
    })
}

fn tools(request: &SimRequest, messages: &[Value]) -> Result<(), Refused> {
    let is_tool = |block: &Value| ["tool_use", "tool_result"].contains(&text(block, "type"));
    let calls = messages.iter().any(|message| items(message, "content").iter().any(is_tool));
    demand(!calls || !items(&request.json, "tools").is_empty(), || {
        "Requests which have `tool_use` or `tool_result` blocks in history must have `tools`"
            .to_owned()
    })
}
