//! The laws on tool calls.

use super::{Finding, Item, events};
use kei_router_core::{FinishKind, StreamEvent, ToolCall};
use std::collections::BTreeMap;

/// A call, as far as its events have come.
struct OpenCall<'a> {
    at: usize,
    name: &'a str,
    arguments: String,
    whole: bool,
}

/// Start, increments that add up to the arguments, one whole call, ids that are unique.
pub(super) fn calls(items: &[Item]) -> Vec<Finding> {
    let mut calls: BTreeMap<&str, OpenCall<'_>> = BTreeMap::new();
    let mut found = Vec::new();
    for (at, event) in events(items) {
        let wrong = match event {
            StreamEvent::ToolCallStart { call_id, name } => {
                let call = OpenCall { at, name, arguments: String::new(), whole: false };
                calls.insert(call_id, call).map(|_| "a call starts under an id that is taken")
            }
            StreamEvent::ToolCallDelta { call_id, fragment } => {
                match calls.get_mut(call_id.as_str()) {
                    Some(call) if !call.whole => {
                        call.arguments.push_str(fragment);
                        None
                    }
                    _ => Some("a piece of arguments for a call that is not open"),
                }
            }
            StreamEvent::ToolCall(call) => close(calls.get_mut(call.call_id.as_str()), call),
            StreamEvent::Done => {
                let open = calls.values().filter(|call| !call.whole);
                found.extend(open.map(|call| (call.at, "the call is never whole".to_owned())));
                None
            }
            _ => None,
        };
        found.extend(wrong.map(|wrong| (at, wrong.to_owned())));
    }
    found
}

fn close(open: Option<&mut OpenCall<'_>>, call: &ToolCall) -> Option<&'static str> {
    let Some(open) = open else {
        return Some("a whole call that never started");
    };
    if std::mem::replace(&mut open.whole, true) {
        return Some("a call is whole twice");
    }
    if open.name != call.name {
        return Some("a whole call has another name than its start");
    }
    let differs = open.arguments != call.arguments;
    differs.then_some("the pieces do not add up to the call's arguments")
}

/// A turn with calls stops for tool use, unless a limit, a filter or a refusal cut it.
pub(super) fn tool_use_reason(items: &[Item]) -> Vec<Finding> {
    let has_calls = events(items).any(|(_, event)| matches!(event, StreamEvent::ToolCall(_)));
    let wrong = events(items).filter_map(|(at, event)| match event {
        StreamEvent::Finish(finish) if has_calls => match finish.reason.kind {
            FinishKind::ToolUse
            | FinishKind::Length
            | FinishKind::ContentFilter
            | FinishKind::Refusal => None,
            kind => Some((at, format!("the turn has calls and stops for {}", kind.as_str()))),
        },
        _ => None,
    });
    wrong.collect()
}
