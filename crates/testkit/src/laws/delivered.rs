//! What a stream has delivered, and what a message says: they must be the same.

use super::{Item, events};
use kei_router_core::{Message, PartKind, Role, StreamEvent, ToolCall};

#[derive(Default)]
pub(super) struct Delivered {
    text: String,
    reasoning: String,
    calls: Vec<ToolCall>,
}

impl Delivered {
    /// What the events say. A call stands where it started.
    pub(super) fn by(items: &[Item]) -> Self {
        let mut delivered = Self::default();
        for (_, event) in events(items) {
            delivered.take(event);
        }
        delivered
    }

    fn take(&mut self, event: &StreamEvent) {
        match event {
            StreamEvent::Token(text) => self.text.push_str(text),
            StreamEvent::Reasoning(text) => self.reasoning.push_str(text),
            StreamEvent::ToolCallStart { call_id, name } => self.calls.push(ToolCall {
                call_id: call_id.clone(),
                name: name.clone(),
                arguments: String::new(),
            }),
            StreamEvent::ToolCallDelta { call_id, fragment } => {
                if let Some(call) = self.calls.iter_mut().find(|call| call.call_id == *call_id) {
                    call.arguments.push_str(fragment);
                }
            }
            _ => {}
        }
    }

    /// What the message says.
    fn in_message(message: &Message) -> Self {
        let mut delivered = Self::default();
        for part in message.content.parts() {
            match &part.kind {
                PartKind::Text { text } => delivered.text.push_str(text),
                PartKind::Reasoning(reasoning) => delivered.reasoning.push_str(&reasoning.text),
                PartKind::ToolCall(call) => delivered.calls.push(call.clone()),
                _ => {}
            }
        }
        delivered
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty() && self.reasoning.is_empty() && self.calls.is_empty()
    }

    /// How `message` differs from this.
    pub(super) fn differs(&self, message: &Message) -> Vec<&'static str> {
        let whole = Self::in_message(message);
        let wrong = [
            (message.role != Role::Assistant, "the message's role is not assistant"),
            (whole.text != self.text, "the message's text is not the tokens"),
            (
                whole.reasoning != self.reasoning,
                "the message's reasoning is not what was delivered",
            ),
            (whole.calls != self.calls, "the message's calls are not those that were delivered"),
        ];
        wrong.into_iter().filter_map(|(wrong, what)| wrong.then_some(what)).collect()
    }
}
