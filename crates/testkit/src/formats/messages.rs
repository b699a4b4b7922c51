//! Anthropic's Messages format.

mod document;
mod events;

use super::{Asked, Format, Frames, Proof};
use crate::SimRequest;
use crate::json::member;
use crate::rules::messages as rules;
use crate::script::{Refused, Speech};
use events::{content_block, error, event, message_delta, message_start};
use kei_router_core::framing::Frame;
use serde_json::{Value, json};

/// Anthropic's Messages format.
#[derive(Clone, Copy, Debug, Default)]
pub struct Messages;

impl Format for Messages {
    fn name(&self) -> &'static str {
        "anthropic-messages"
    }

    fn request_id_header(&self) -> &'static str {
        "request-id"
    }

    fn takes_bearer(&self) -> bool {
        true
    }

    fn check(&self, request: &SimRequest) -> Result<(), Refused> {
        rules::check(request)
    }

    fn render(&self, speech: &Speech, asked: &Asked) -> Frames {
        let mut frames = vec![message_start(speech, asked)];
        for (index, block) in speech.blocks.iter().enumerate() {
            content_block(index, block, &mut frames);
            if index == 0 {
                // The API pings behind the first block's start.
                frames.insert(2, event(&json!({"type": "ping"})));
            }
        }
        frames.push(message_delta(speech));
        frames.push(event(&json!({"type": "message_stop"})).terminator());
        frames
    }

    fn document(&self, speech: &Speech, asked: &Asked) -> Option<Value> {
        Some(document::message(speech, asked))
    }

    fn refused(&self, status: u16, message: &str) -> Refused {
        let kind = match status {
            401 => "authentication_error",
            404 => "not_found_error",
            413 => "request_too_large",
            _ => "invalid_request_error",
        };
        Refused::new(status, kind, message)
    }

    fn refusal(&self, refused: &Refused, request_id: &str) -> Value {
        let mut body = error(refused);
        if let Value::Object(members) = &mut body {
            members.insert("request_id".to_owned(), request_id.into());
        }
        body
    }

    fn interruptions(&self, _: &Speech, _: &Asked, refused: &Refused, _: usize) -> Vec<Frames> {
        vec![vec![event(&error(refused))]]
    }

    fn proves(&self, frame: &Frame<'_>) -> Proof {
        let parsed: Value = serde_json::from_str(frame.data).unwrap_or_default();
        if member(&parsed, "type") == "message_stop" { Proof::Whole } else { Proof::None }
    }

    fn unknown_events(&self) -> Frames {
        let unknown = json!({"type": "future_event", "future": {"text": "pass me over"}});
        let delta = json!({"type": "future_delta", "future": "pass me over"});
        let unknown_delta = json!({"type": "content_block_delta", "index": 0, "delta": delta});
        vec![event(&unknown), event(&json!({"type": "ping"})), event(&unknown_delta)]
    }

    fn has_reasoning(&self) -> bool {
        true
    }

    fn limit_word(&self) -> &'static str {
        "max_tokens"
    }
}
