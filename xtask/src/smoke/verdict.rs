//! What makes an answer a good one. The protocol is judged, not the sense.

use kei_router::{Finish, FinishKind, StreamEvent};
use kei_router_testkit::laws::{self, Item};

/// What is wrong with an answer: broken laws, an error, nothing said, usage, ids or reason unknown.
pub(super) fn problems(items: &[Item]) -> Vec<String> {
    let mut problems: Vec<String> = Vec::new();
    let mut said = false;
    for item in items {
        match item {
            Ok(StreamEvent::Token(_) | StreamEvent::Reasoning(_)) => said = true,
            Ok(StreamEvent::Finish(finish)) => problems.extend(unknown(finish)),
            Err(error) => problems.push(error.to_string()),
            _ => {}
        }
    }
    if !said {
        problems.push("no token came".to_owned());
    }
    let broken = laws::check(items).err().unwrap_or_default();
    problems.extend(broken.iter().map(ToString::to_string));
    problems
}

/// What a finish does not tell.
fn unknown(finish: &Finish) -> impl Iterator<Item = String> {
    let some = |count: Option<u64>| count.is_some_and(|count| count > 0);
    let id = finish.id.as_deref().unwrap_or_default();
    [
        (some(finish.usage.input), "the input tokens"),
        (some(finish.usage.output), "the output tokens"),
        (!id.is_empty(), "the reply's id"),
        (!finish.model.is_empty(), "the model"),
        (finish.reason.kind != FinishKind::Other, "a known reason to stop"),
    ]
    .into_iter()
    .filter(|(known, _)| !known)
    .map(|(_, what)| format!("the finish does not tell {what}"))
}
