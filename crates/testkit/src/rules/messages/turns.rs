//! How tool calls and their results stand to each other.

use super::demand;
use crate::json::{items, member};
use crate::{Refused, SimRequest};
use serde_json::Value;
use std::collections::BTreeSet;

/// Every turn that calls tools is followed at once by one message of the user's, in which the
/// results come first and are complete; a result answers a call of the turn before.
pub(super) fn turns(request: &SimRequest) -> Result<(), Refused> {
    let messages = items(&request.json, "messages");
    let mut taken = BTreeSet::new();
    let mut open: Vec<&str> = Vec::new();
    for (at, message) in messages.iter().enumerate() {
        let blocks = items(message, "content");
        results(&open, blocks, at)?;
        open = members(blocks, "tool_use", "id");
        let fresh = open.iter().all(|id| taken.insert(*id));
        demand(fresh, || format!("messages.{at}: `tool_use` ids must be unique"))?;
    }
    demand(open.is_empty(), || missing(messages.len()))
}

fn results(open: &[&str], blocks: &[Value], at: usize) -> Result<(), Refused> {
    let results = members(blocks, "tool_result", "tool_use_id");
    demand(open.iter().all(|id| results.contains(id)), || missing(at))?;
    demand(results.iter().all(|id| open.contains(id)), || {
        format!(
            "messages.{at}: unexpected `tool_use_id` found in `tool_result` blocks. Each \
             `tool_result` block must have a corresponding `tool_use` block in the previous message."
        )
    })?;
    let unique: BTreeSet<_> = results.iter().collect();
    demand(unique.len() == results.len(), || {
        format!("messages.{at}: each tool_use must have a single result")
    })?;
    let is_result = |block: &Value| member(block, "type") == "tool_result";
    let first_other = blocks.iter().position(|block| !is_result(block)).unwrap_or(blocks.len());
    let late = blocks.iter().skip(first_other).any(is_result);
    demand(!late, || format!("messages.{at}: `tool_result` blocks must come before other content"))
}

fn missing(at: usize) -> String {
    format!(
        "messages.{at}: `tool_use` ids were found without `tool_result` blocks immediately after"
    )
}

fn members<'a>(blocks: &'a [Value], kind: &str, name: &str) -> Vec<&'a str> {
    let of_kind = blocks.iter().filter(|block| member(block, "type") == kind);
    of_kind.filter_map(|block| member(block, name).as_str()).collect()
}
