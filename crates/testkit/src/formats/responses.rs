//! OpenAI's Responses format.

mod events;
mod items;

use super::{Asked, Format, Frames, Proof, common};
use crate::SimRequest;
use crate::json::text;
use crate::rules::responses as rules;
use crate::script::{Refused, Speech};
use events::{Events, Reply, event};
use kei_router_core::framing::Frame;
use serde_json::{Value, json};

/// OpenAI's Responses format.
#[derive(Clone, Copy, Debug, Default)]
pub struct Responses;

impl Format for Responses {
    fn name(&self) -> &'static str {
        "responses"
    }

    fn takes_bearer(&self) -> bool {
        true
    }

    fn check(&self, request: &SimRequest) -> Result<(), Refused> {
        rules::check(request)
    }

    fn render(&self, speech: &Speech, asked: &Asked) -> Frames {
        Events::new(Reply { speech, asked }).render()
    }

    /// The response in the last event.
    fn document(&self, speech: &Speech, asked: &Asked) -> Option<Value> {
        let last = self.render(speech, asked).pop()?;
        let event: Value = serde_json::from_str(&last.data).ok()?;
        event.get("response").cloned()
    }

    fn refused(&self, status: u16, message: &str) -> Refused {
        common::refused(status, message)
    }

    fn refusal(&self, refused: &Refused, _: &str) -> Value {
        common::error(refused)
    }

    /// The API sends an event `error` with the error inside it, and then a response that has
    /// failed; the latter may come alone. By its documents the former holds the error's members
    /// itself.
    fn interruptions(
        &self,
        speech: &Speech,
        asked: &Asked,
        refused: &Refused,
        after: usize,
    ) -> Vec<Frames> {
        let Refused { kind, code, message, .. } = refused;
        let inside = json!({"type": kind, "code": code, "message": message, "param": null});
        let code = code.as_ref().unwrap_or(kind);
        let failed = Reply { speech, asked }.failed(code, message);
        let flat = json!({"type": "error", "code": code, "message": message, "param": null});
        let nested = event(after, json!({"type": "error", "error": inside}));
        vec![
            vec![nested, event(after.saturating_add(1), failed.clone())],
            vec![event(after, failed)],
            vec![event(after, flat)],
        ]
    }

    fn proves(&self, frame: &Frame<'_>) -> Proof {
        let parsed: Value = serde_json::from_str(frame.data).unwrap_or_default();
        match text(&parsed, "type") {
            "response.completed" | "response.incomplete" => Proof::Whole,
            _ => Proof::None,
        }
    }

    fn unknown_events(&self) -> Frames {
        let delta = json!({
            "type": "response.future_text.delta", "output_index": 0, "delta": "pass me over",
        });
        let foreign = json!({"type": "future.event", "future": {"text": "pass me over"}});
        [delta, json!({"type": "keepalive"}), foreign].map(|body| event(0, body)).into()
    }

    fn has_reasoning(&self) -> bool {
        true
    }

    fn limit_word(&self) -> &'static str {
        "max_output_tokens"
    }
}
