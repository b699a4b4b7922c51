//! Conversations at random, made of turns that are well formed.

mod options;
mod parts;

use kei_router::{ChatRequest, Message, Part, PartKind};
use kei_router_tests::{Rng, VendorWire};

/// A request at random, and what of it must reach the vendor.
pub(crate) struct Case {
    pub(crate) request: ChatRequest,
    pub(crate) wanted: Wanted,
}

/// What must reach a vendor, and what must not.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wanted {
    /// Texts, each of which arrives whole.
    pub(crate) texts: Vec<String>,
    /// Calls: names and arguments.
    pub(crate) calls: Vec<(String, String)>,
    /// Media, in the two ways to write their bytes: they arrive, or a warning says otherwise.
    pub(crate) media: Vec<[String; 2]>,
    /// What only another vendor may see.
    pub(crate) secrets: Vec<String>,
    /// What of the vendor's own must come back, where its wire has a place for it.
    pub(crate) own: Vec<String>,
    /// The wire has no word for a cache mark but Anthropic's.
    pub(crate) marks: usize,
}

/// Writes conversations for a vendor on a wire.
pub(crate) struct Writer<'a> {
    pub(crate) rng: Rng,
    wire: &'a VendorWire,
    wanted: Wanted,
    /// Numbers what is written, so that no two things look alike.
    written: usize,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(seed: u64, wire: &'a VendorWire) -> Self {
        Self { rng: Rng::new(seed), wire, wanted: Wanted::default(), written: 0 }
    }

    pub(crate) fn case(&mut self) -> Case {
        let mut messages = vec![self.user()];
        for _ in 0..self.rng.below(5) {
            self.round(&mut messages);
        }
        let request = self.options(ChatRequest::new(messages));
        Case { request, wanted: std::mem::take(&mut self.wanted) }
    }

    /// The model's turn, and what is said to it.
    fn round(&mut self, messages: &mut Vec<Message>) {
        let turn = Message::assistant(self.assistant());
        let calls: Vec<String> = turn
            .content
            .parts()
            .iter()
            .filter_map(|part| match &part.kind {
                PartKind::ToolCall(call) => Some(call.call_id.clone()),
                _ => None,
            })
            .collect();
        messages.push(turn);
        if calls.is_empty() {
            if self.rng.one_in(8) {
                messages.push(Message::assistant(vec![self.text()]));
            }
            messages.push(self.user());
        } else {
            self.answer(&calls, messages);
        }
    }

    fn user(&mut self) -> Message {
        let mut parts = vec![self.text()];
        for _ in 0..self.rng.below(3) {
            parts.push(self.users_part());
        }
        let swap = self.rng.below(parts.len());
        parts.swap(0, swap);
        Message::user(parts)
    }

    /// What the model says, in any order, now and then nothing that goes to another vendor.
    fn assistant(&mut self) -> Vec<Part> {
        let count = self.rng.below(4);
        let mut parts: Vec<_> = (0..count).map(|_| self.models_part()).collect();
        for at in 0..self.rng.pick(&[0, 0, 1, 2, 3]) {
            let place = self.rng.below(parts.len() + 1);
            let call = self.call(at);
            parts.insert(place, call);
        }
        self.wanted.calls.extend(parts.iter().filter_map(|part| match &part.kind {
            PartKind::ToolCall(call) => Some((call.name.clone(), call.arguments.clone())),
            _ => None,
        }));
        parts
    }

    /// The results of these calls, in one of the forms that callers give them.
    fn answer(&mut self, calls: &[String], messages: &mut Vec<Message>) {
        let mut results: Vec<Part> = calls.iter().map(|id| self.result(id)).collect();
        let last = results.len() - 1;
        let place = self.rng.below(results.len());
        results.swap(place, last);
        let tool = |content: Vec<Part>| Message { role: "tool".into(), content: content.into() };
        match self.rng.below(5) {
            0 => messages.push(tool(results)),
            1 => {
                results.push(self.text());
                messages.push(tool(results));
            }
            2 => {
                results.push(self.text());
                messages.push(Message::user(results));
            }
            form => {
                messages.extend(results.into_iter().map(|result| tool(vec![result])));
                messages.extend((form == 3).then(|| self.user()));
            }
        }
    }

    /// Another name for each thing.
    fn mark(&mut self, what: &str) -> String {
        self.written += 1;
        format!("{what}-{:04}", self.written)
    }
}
