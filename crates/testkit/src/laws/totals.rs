//! The laws on what adds up: usage, the whole message, what an error carries.

use super::delivered::Delivered;
use super::{Finding, Item, events};
use kei_router_core::{StreamEvent, Usage};

/// A running total that forgets nothing, whose last value is the finish's.
pub(super) fn usage(items: &[Item]) -> Vec<Finding> {
    let mut last = Usage::default();
    let mut found = Vec::new();
    for (at, event) in events(items) {
        match event {
            StreamEvent::Usage(usage) => {
                let mut kept = last;
                kept.update(usage);
                if usage.is_unknown() {
                    found.push((at, "the usage is unknown".to_owned()));
                } else if kept != **usage {
                    found.push((at, "the usage forgets a count that was known".to_owned()));
                }
                last = **usage;
            }
            StreamEvent::Finish(finish) if finish.usage != last => {
                found.push((at, "the finish's usage is not the last one".to_owned()));
            }
            _ => {}
        }
    }
    found
}

/// The finish's message is what was delivered.
pub(super) fn whole_message(items: &[Item]) -> Vec<Finding> {
    let mut found = Vec::new();
    for (at, event) in events(items) {
        if let StreamEvent::Finish(finish) = event {
            let delivered = Delivered::by(items.get(..at).unwrap_or_default());
            let wrong = delivered.differs(&finish.message);
            found.extend(wrong.into_iter().map(|wrong| (at, wrong.to_owned())));
        }
    }
    found
}

/// An error in mid-stream carries what was delivered, and the usage so far.
pub(super) fn partial(items: &[Item]) -> Vec<Finding> {
    let Some(at) = items.iter().position(Result::is_err) else { return Vec::new() };
    let Some(Err(error)) = items.get(at) else { return Vec::new() };
    let before = items.get(..at).unwrap_or_default();
    let delivered = Delivered::by(before);
    let last = events(before).filter_map(|(_, event)| match event {
        StreamEvent::Usage(usage) => Some(**usage),
        _ => None,
    });
    let last = last.last().unwrap_or_default();
    let Some(partial) = error.partial() else {
        let lost = !delivered.is_empty() || !last.is_unknown();
        let what = "the error does not carry what was delivered".to_owned();
        return if lost { vec![(at, what)] } else { Vec::new() };
    };
    let mut wrong = delivered.differs(&partial.message);
    if partial.usage != last {
        wrong.push("the error's usage is not the last one");
    }
    wrong.into_iter().map(|wrong| (at, format!("in the error, {wrong}"))).collect()
}
