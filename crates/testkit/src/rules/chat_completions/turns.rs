//! How tool calls and their results stand to each other.

use super::demand;
use crate::json::{items, member, text};
use crate::{Refused, SimRequest};
use serde_json::Value;

/// A tool's message answers a call of the assistant's turn before it, each call once; every call
/// is answered before anyone else speaks.
pub(super) fn turns(request: &SimRequest) -> Result<(), Refused> {
    let messages = items(&request.json, "messages");
    let mut open: Vec<&str> = Vec::new();
    for (at, message) in messages.iter().enumerate() {
        if member(message, "role") == "tool" {
            let id = text(message, "tool_call_id");
            let call = open.iter().position(|open| *open == id);
            demand(call.is_some(), || {
                format!(
                    "messages[{at}]: messages with role 'tool' must be a response to a preceding \
                     message with 'tool_calls', by its 'tool_call_id'"
                )
            })?;
            open.remove(call.unwrap_or_default());
            continue;
        }
        demand(open.is_empty(), || unanswered(at))?;
        let calls = items(message, "tool_calls");
        open = calls.iter().filter_map(|call: &Value| member(call, "id").as_str()).collect();
    }
    demand(open.is_empty(), || unanswered(messages.len()))
}

fn unanswered(at: usize) -> String {
    format!(
        "messages[{at}]: an assistant message with 'tool_calls' must be followed by tool messages \
         responding to each 'tool_call_id'"
    )
}
