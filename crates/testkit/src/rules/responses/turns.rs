//! How the items of the input stand to each other.

use super::demand;
use crate::json::{items, member, text};
use crate::{Refused, SimRequest};
use serde_json::Value;
use std::collections::BTreeSet;

/// An output answers a call before it, each call once, and before the user speaks; reasoning
/// leads to an item of the model's.
pub(super) fn turns(request: &SimRequest) -> Result<(), Refused> {
    let body = &request.json;
    // What came before a stored response is not in the request.
    let stored = ["previous_response_id", "conversation"];
    let whole = stored.iter().all(|name| member(body, name).is_null());
    let mut talk = Talk { whole, taken: BTreeSet::new(), open: Vec::new() };
    let items = items(body, "input");
    for (at, item) in items.iter().enumerate() {
        talk.take(item)?;
        if text(item, "type") == "reasoning" {
            let next = at.checked_add(1).and_then(|next| items.get(next));
            demand(next.is_some_and(is_models), "invalid_value", || {
                format!(
                    "Item '{}' of type 'reasoning' was provided without its required following item.",
                    text(item, "id")
                )
            })?;
        }
    }
    talk.all_answered()
}

/// Whether an item is the model's: its words, its reasoning, its calls.
fn is_models(item: &Value) -> bool {
    match item.get("role") {
        Some(role) => role == "assistant",
        None => !text(item, "type").ends_with("_output"),
    }
}

struct Talk<'a> {
    whole: bool,
    taken: BTreeSet<&'a str>,
    /// The calls without an output so far, each with the type of the output that it wants.
    open: Vec<(&'a str, &'static str)>,
}

impl<'a> Talk<'a> {
    fn take(&mut self, item: &'a Value) -> Result<(), Refused> {
        match text(item, "type") {
            "function_call" => self.call(item, "function_call_output"),
            "custom_tool_call" => self.call(item, "custom_tool_call_output"),
            kind @ ("function_call_output" | "custom_tool_call_output") => self.output(item, kind),
            _ if member(item, "role") == "user" => self.all_answered(),
            _ => Ok(()),
        }
    }

    fn call(&mut self, item: &'a Value, output: &'static str) -> Result<(), Refused> {
        let id = text(item, "call_id");
        self.open.push((id, output));
        demand(self.taken.insert(id), "invalid_value", || {
            format!("Duplicate call_id '{id}': ids of calls must be unique.")
        })
    }

    fn output(&mut self, item: &'a Value, kind: &str) -> Result<(), Refused> {
        let id = text(item, "call_id");
        let call = self.open.iter().position(|(open, output)| *open == id && *output == kind);
        if let Some(at) = call {
            self.open.remove(at);
            return Ok(());
        }
        let before = !self.whole && self.taken.insert(id);
        demand(before, "invalid_value", || {
            format!("No tool call found for function call output with call_id {id}.")
        })
    }

    fn all_answered(&self) -> Result<(), Refused> {
        let open = self.open.first();
        demand(open.is_none(), "invalid_value", || {
            format!(
                "No tool output found for function call {}.",
                open.map(|(id, _)| *id).unwrap_or_default()
            )
        })
    }
}
