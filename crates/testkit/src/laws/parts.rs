//! The law on whole parts: in order, they are the message.

use super::{Finding, Item, events};
use kei_router_core::{LlmError, Message, Part, PartKind, StreamEvent, ToolCall};

/// The pieces so far, and how much of them belongs to parts that have come.
#[derive(Default)]
struct Pieces {
    text: String,
    text_taken: usize,
    reasoning: String,
    reasoning_taken: usize,
    calls: Vec<ToolCall>,
}

impl Pieces {
    fn take(&mut self, event: &StreamEvent) {
        match event {
            StreamEvent::Token(piece) => self.text.push_str(piece),
            StreamEvent::Reasoning(piece) => self.reasoning.push_str(piece),
            StreamEvent::ToolCall(call) => self.calls.push(ToolCall::clone(call)),
            _ => {}
        }
    }

    /// Whether the pieces of a part came before it.
    fn are_before(&mut self, part: &Part) -> bool {
        match &part.kind {
            PartKind::Text { text } => follows(&self.text, &mut self.text_taken, text),
            PartKind::Reasoning(part) => {
                follows(&self.reasoning, &mut self.reasoning_taken, &part.text)
            }
            PartKind::ToolCall(call) => self.calls.contains(call),
            _ => true,
        }
    }
}

/// Whether `text` is what comes next of the pieces; then it is taken.
fn follows(pieces: &str, taken: &mut usize, text: &str) -> bool {
    let fits = pieces.get(*taken..).is_some_and(|rest| rest.starts_with(text));
    *taken = taken.saturating_add(text.len());
    fits
}

/// A part comes behind its pieces; the parts are the finish's message, and the beginning of an
/// error's.
pub(super) fn parts(items: &[Item]) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut pieces = Pieces::default();
    let mut parts_so_far: Vec<&Part> = Vec::new();
    for (at, event) in events(items) {
        match event {
            StreamEvent::Part(part) => {
                if !pieces.are_before(part) {
                    found.push((at, "a part is not what its pieces said before".to_owned()));
                }
                parts_so_far.push(part);
            }
            StreamEvent::Finish(finish)
                if !parts_so_far.iter().copied().eq(parts_of(&finish.message)) =>
            {
                found.push((at, "the parts sent are not the finish's message".to_owned()));
            }
            event => pieces.take(event),
        }
    }
    if let Some((at, error)) = first_error(items) {
        let message = error.partial().map(|partial| &partial.message);
        let partial: Vec<&Part> = message.into_iter().flat_map(parts_of).collect();
        if !partial.starts_with(&parts_so_far) {
            found.push((at, "the error's message does not begin with the parts sent".to_owned()));
        }
    }
    found
}

fn parts_of(message: &Message) -> impl Iterator<Item = &Part> {
    message.content.parts().iter()
}

fn first_error(items: &[Item]) -> Option<(usize, &LlmError)> {
    items.iter().enumerate().find_map(|(at, item)| Some((at, item.as_ref().err()?)))
}
