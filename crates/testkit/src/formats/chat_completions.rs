//! OpenAI's chat-completions format, and the places where its vendors differ.

mod chunks;

use super::{Asked, Format, openai};
use crate::SimRequest;
use crate::frames::Frame;
use crate::json::{items, member};
use crate::rules::chat_completions as rules;
use crate::script::{Refused, Speech};
use chunks::Chunks;
use kei_router_core::{Terminator, Wire};
use serde_json::{Value, json};

pub(crate) struct ChatCompletions;

const DONE: &str = "[DONE]";

impl Format for ChatCompletions {
    fn name(&self) -> &'static str {
        "chat-completions"
    }

    fn request_id_header(&self) -> &'static str {
        "x-request-id"
    }

    fn render(&self, wire: &Wire, speech: &Speech, asked: &Asked) -> Vec<Frame> {
        let mut frames = Chunks::new(wire, speech, asked).render();
        if wire.terminator != Terminator::FinishReason {
            frames.push(Frame::new(None, DONE.to_owned()).terminator());
        }
        frames
    }

    fn words(&self, status: u16) -> (&'static str, Option<&'static str>) {
        openai::words(status)
    }

    fn refusal(&self, refused: &Refused, _: &str) -> Value {
        openai::error(refused)
    }

    fn interruptions(&self, _: &Speech, _: &Asked, refused: &Refused, _: usize) -> Vec<Vec<Frame>> {
        vec![vec![Frame::new(None, openai::error(refused).to_string())]]
    }

    fn check(&self, request: &SimRequest) -> Result<(), Refused> {
        rules::check(request)
    }

    fn proves(&self, wire: &Wire, data: &str) -> bool {
        if data == DONE {
            return true;
        }
        let finishes = || {
            let chunk: Value = serde_json::from_str(data).unwrap_or_default();
            let choices = items(&chunk, "choices");
            choices.iter().any(|choice| member(choice, "finish_reason").is_string())
        };
        wire.terminator != Terminator::DoneDemanded && finishes()
    }

    fn unknown_events(&self) -> Vec<Frame> {
        let object = json!({"object": "future.object", "future": {"text": "pass me over"}});
        let empty = json!({"object": "chat.completion.chunk", "choices": [], "moderation": {}});
        [object, empty].iter().map(|body| Frame::new(None, body.to_string())).collect()
    }

    fn has_reasoning(&self) -> bool {
        false
    }

    fn limit_word(&self) -> &'static str {
        "length"
    }
}
