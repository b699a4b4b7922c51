//! The laws on what comes when.

use super::{Finding, Item, events};
use kei_router_core::StreamEvent;

/// `Started` comes first, once, unless the stream fails before.
pub(super) fn started_first(items: &[Item]) -> Vec<Finding> {
    let mut found = Vec::new();
    if let Some(Ok(first)) = items.first()
        && !matches!(first, StreamEvent::Started(_))
    {
        found.push((0, "the first event is not Started".to_owned()));
    }
    let again =
        events(items).filter(|(at, event)| *at > 0 && matches!(event, StreamEvent::Started(_)));
    found.extend(again.map(|(at, _)| (at, "Started comes again, or late".to_owned())));
    found
}

/// Pieces are never empty.
pub(super) fn nothing_empty(items: &[Item]) -> Vec<Finding> {
    let empty = events(items).filter_map(|(at, event)| {
        let (name, text) = match event {
            StreamEvent::Token(text) => ("Token", text),
            StreamEvent::Reasoning(text) => ("Reasoning", text),
            StreamEvent::ToolCallDelta { fragment, .. } => ("ToolCallDelta", fragment),
            StreamEvent::ToolCallStart { call_id, .. } => ("the id of a ToolCallStart", call_id),
            _ => return None,
        };
        text.is_empty().then(|| (at, format!("{name} is empty")))
    });
    empty.collect()
}

/// `Finish` comes once, directly before `Done`.
pub(super) fn finish_before_done(items: &[Item]) -> Vec<Finding> {
    let is_finish = |item: Option<&Item>| matches!(item, Some(Ok(StreamEvent::Finish(_))));
    let is_done = |item: Option<&Item>| matches!(item, Some(Ok(StreamEvent::Done)));
    let mut found = Vec::new();
    for (at, _) in items.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| items.get(before));
        let after = at.checked_add(1).and_then(|after| items.get(after));
        if is_done(items.get(at)) && !is_finish(before) {
            found.push((at, "Done without a Finish directly before it".to_owned()));
        }
        if is_finish(items.get(at)) && !is_done(after) {
            found.push((at, "Finish without a Done directly behind it".to_owned()));
        }
    }
    let finishes = items.iter().enumerate().filter(|(_, item)| is_finish(Some(item)));
    found.extend(finishes.skip(1).map(|(at, _)| (at, "Finish comes again".to_owned())));
    found
}

/// One `Done` or one error ends the stream, and nothing comes after.
pub(super) fn one_end(items: &[Item]) -> Vec<Finding> {
    let is_end = |item: &Item| matches!(item, Err(_) | Ok(StreamEvent::Done));
    match items.iter().position(is_end) {
        None => vec![(items.len(), "the stream ends with neither Done nor an error".to_owned())],
        Some(end) => {
            let late = items.iter().enumerate().filter(|(at, _)| *at > end);
            late.map(|(at, _)| (at, "an item comes after the end".to_owned())).collect()
        }
    }
}
