//! OpenAI's chat-completions format, and the places where its vendors differ.

mod chunks;
mod document;
mod places;

pub use places::UsagePlace;

use super::{Asked, Format, Frames, Proof, SimFrame, common};
use crate::SimRequest;
use crate::json::{items, member};
use crate::rules::chat_completions as rules;
use crate::script::{Refused, Speech};
use chunks::Chunks;
use kei_router_core::framing::Frame;
use serde_json::{Value, json};
use std::sync::Arc;

const DONE: &str = "[DONE]";

/// OpenAI's chat-completions format. By default the usage comes in a chunk of its own, and
/// `[DONE]` ends a stream.
#[derive(Clone, Copy, Debug)]
pub struct ChatCompletions {
    usage: UsagePlace,
    done: bool,
}

impl ChatCompletions {
    /// As OpenAI sends it.
    pub const fn new() -> Self {
        Self { usage: UsagePlace::Trailer, done: true }
    }

    /// With the usage in this place.
    pub const fn usage(mut self, place: UsagePlace) -> Self {
        self.usage = place;
        self
    }

    /// With no `[DONE]` at the end, as some servers do it: the finish reason is the last word.
    pub const fn without_done(mut self) -> Self {
        self.done = false;
        self
    }
}

impl Default for ChatCompletions {
    fn default() -> Self {
        Self::new()
    }
}

impl Format for ChatCompletions {
    fn name(&self) -> &'static str {
        "chat-completions"
    }

    fn asks_for_usage(&self, request: &SimRequest) -> bool {
        let options = member(&request.json, "stream_options");
        member(options, "include_usage") == true
    }

    fn takes_bearer(&self) -> bool {
        true
    }

    fn check(&self, request: &SimRequest) -> Result<(), Refused> {
        rules::check(request)
    }

    fn render(&self, speech: &Speech, asked: &Asked) -> Frames {
        let mut frames = Chunks::new(self.usage, speech, asked).render();
        if self.done {
            frames.push(SimFrame::new(None, DONE).terminator());
        }
        frames
    }

    fn document(&self, speech: &Speech, asked: &Asked) -> Option<Value> {
        Some(document::completion(speech, asked))
    }

    fn refused(&self, status: u16, message: &str) -> Refused {
        common::refused(status, message)
    }

    fn refusal(&self, refused: &Refused, _: &str) -> Value {
        common::error(refused)
    }

    fn interruptions(&self, _: &Speech, _: &Asked, refused: &Refused, _: usize) -> Vec<Frames> {
        vec![vec![SimFrame::new(None, common::error(refused).to_string())]]
    }

    /// A finish reason proves that the reply is whole, but some vendors promise `[DONE]` and are
    /// held to it.
    fn proves(&self, frame: &Frame<'_>) -> Proof {
        if frame.data == DONE {
            return Proof::Whole;
        }
        let chunk: Value = serde_json::from_str(frame.data).unwrap_or_default();
        let mut choices = items(&chunk, "choices").iter();
        let finishes = choices.any(|choice| member(choice, "finish_reason").is_string());
        if finishes { Proof::Perhaps } else { Proof::None }
    }

    fn unknown_events(&self) -> Frames {
        let object = json!({"object": "future.object", "future": {"text": "pass me over"}});
        let empty = json!({"object": "chat.completion.chunk", "choices": [], "moderation": {}});
        [object, empty].iter().map(|body| SimFrame::new(None, body.to_string())).collect()
    }

    fn has_reasoning(&self) -> bool {
        false
    }

    fn limit_word(&self) -> &'static str {
        "length"
    }

    /// The usage in each of its places.
    fn variants(&self) -> Vec<(&'static str, Arc<dyn Format>)> {
        let others = UsagePlace::ALL.into_iter().filter(|place| *place != self.usage);
        let format = |place: UsagePlace| Arc::new(self.usage(place)) as Arc<dyn Format>;
        others.map(|place| (place.describe(), format(place))).collect()
    }
}
