//! The law on whole parts: told in order, they are the message.

use super::{Finding, Item, events};
use kei_router_core::{LlmError, Message, Part, PartKind, StreamEvent, ToolCall};

/// The pieces so far, and how much of them belongs to parts that were told.
#[derive(Default)]
struct Pieces {
    text: String,
    text_told: usize,
    reasoning: String,
    reasoning_told: usize,
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
            PartKind::Text { text } => follows(&self.text, &mut self.text_told, text),
            PartKind::Reasoning(part) => {
                follows(&self.reasoning, &mut self.reasoning_told, &part.text)
            }
            PartKind::ToolCall(call) => self.calls.contains(call),
            _ => true,
        }
    }
}

/// Whether `text` is what comes next of the pieces; then it is told.
fn follows(pieces: &str, told: &mut usize, text: &str) -> bool {
    let fits = pieces.get(*told..).is_some_and(|rest| rest.starts_with(text));
    *told = told.saturating_add(text.len());
    fits
}

/// A part comes behind its pieces; the parts are the finish's message, and the beginning of an
/// error's.
pub(super) fn parts(items: &[Item]) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut pieces = Pieces::default();
    let mut told: Vec<&Part> = Vec::new();
    for (at, event) in events(items) {
        match event {
            StreamEvent::Part(part) => {
                if !pieces.are_before(part) {
                    found.push((at, "a part is not what its pieces said before".to_owned()));
                }
                told.push(part);
            }
            StreamEvent::Finish(finish) if !told.iter().copied().eq(said(&finish.message)) => {
                found.push((at, "the parts told are not the finish's message".to_owned()));
            }
            event => pieces.take(event),
        }
    }
    if let Some((at, error)) = first_error(items) {
        let message = error.partial().map(|partial| &partial.message);
        let said: Vec<&Part> = message.into_iter().flat_map(said).collect();
        if !said.starts_with(&told) {
            found.push((at, "the error's message does not begin with the parts told".to_owned()));
        }
    }
    found
}

fn said(message: &Message) -> impl Iterator<Item = &Part> {
    message.content.parts().iter()
}

fn first_error(items: &[Item]) -> Option<(usize, &LlmError)> {
    items.iter().enumerate().find_map(|(at, item)| Some((at, item.as_ref().err()?)))
}
