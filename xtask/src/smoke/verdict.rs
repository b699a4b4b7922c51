//! What makes an answer a good one. The protocol is judged, not the sense.

use kei_router::{Finish, FinishKind, StreamEvent};
use kei_router_testkit::laws::{self, Item};

/// What is wrong with an answer: something of [`flaws`], or nothing said.
pub(super) fn problems(items: &[Item]) -> Vec<String> {
    let is_said =
        |item: &Item| matches!(item, Ok(StreamEvent::Token(_) | StreamEvent::Reasoning(_)));
    let mut problems = flaws(items);
    if !items.iter().any(is_said) {
        problems.push("no token came".to_owned());
    }
    problems
}

/// Broken laws, an error; usage, ids or reason unknown.
pub(super) fn flaws(items: &[Item]) -> Vec<String> {
    let mut flaws: Vec<String> = Vec::new();
    for item in items {
        match item {
            Ok(StreamEvent::Finish(finish)) => flaws.extend(unknown(finish)),
            Err(error) => flaws.push(error.to_string()),
            _ => {}
        }
    }
    let broken = laws::check(items).err().unwrap_or_default();
    flaws.extend(broken.iter().map(ToString::to_string));
    flaws
}

/// What a finish leaves out.
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
    .map(|(_, what)| format!("the finish does not report {what}"))
}
