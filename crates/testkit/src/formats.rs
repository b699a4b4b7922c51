//! Wire formats on the server's side, for simulators, replays and the [suite](crate::suite).
//!
//! A [`Format`] writes what a vendor's server would send; it is the counterpart of a
//! [`Codec`](kei_router_core::codec::Codec), and is independent of it, so that one can test the other. It
//! carries its [`Framing`]. The formats of the wire crates are built in, and are found by the name
//! in the vendor's descriptor; one of your own is given as a value, to
//! [`Suite::format`](crate::suite::Suite::format), to [`Sim::builder`](crate::Sim::builder) and to
//! [`render_as`].

mod body;
mod chat_completions;
mod common;
mod frame;
mod framing;
mod messages;
mod ndjson;
mod responses;
mod sse;
mod standard;

pub use crate::script::{Block, Speech};
pub use body::{render, render_as};
pub use chat_completions::{ChatCompletions, UsagePlace};
pub use frame::{Frames, SimFrame};
pub use framing::{Framing, Style};
pub use messages::Messages;
pub use ndjson::Ndjson;
pub use responses::Responses;
pub use sse::Sse;
pub use standard::{anthropic_messages, chat_completions, responses};

pub(crate) use body::{Body, encode, events, fillers};

use crate::{Refused, SimRequest};
use kei_router_core::codec::Wire;
use kei_router_core::framing::Frame;
use serde_json::Value;
use std::fmt;
use std::sync::Arc;

/// How a wire format's requests are checked, and its responses are written.
pub trait Format: fmt::Debug + Send + Sync {
    /// The name by which a descriptor's [`Wire`] refers to it.
    fn name(&self) -> &str;

    /// How frames become bytes, and bytes become frames. Server-sent events by default.
    fn framing(&self) -> &dyn Framing {
        &Sse
    }

    /// The response header with the request's id. `x-request-id` by default.
    fn request_id_header(&self) -> &str {
        "x-request-id"
    }

    /// The model in a request's body: its `model` by default. If there is none, the model in the
    /// request's path is used.
    fn model(&self, request: &SimRequest) -> Option<String> {
        request.json.get("model").and_then(Value::as_str).map(str::to_owned)
    }

    /// Whether a request asks for the usage, for formats that send it only on request. `true` by
    /// default.
    fn asks_for_usage(&self, request: &SimRequest) -> bool {
        let _ = request;
        true
    }

    /// Whether the key may be a bearer token, whatever the descriptor says. `false` by default.
    fn takes_bearer(&self) -> bool {
        false
    }

    /// The rules of the format for a request's headers and JSON. By default there are none.
    ///
    /// # Errors
    /// The refusal for the first rule that is broken.
    fn check(&self, request: &SimRequest) -> Result<(), Refused> {
        let _ = request;
        Ok(())
    }

    /// The frames of a reply.
    fn render(&self, speech: &Speech, asked: &Asked) -> Frames;

    /// The same reply as one JSON document, as from a server that does not stream. `None`, the
    /// default, for a format without such a document.
    fn document(&self, speech: &Speech, asked: &Asked) -> Option<Value> {
        let _ = (speech, asked);
        None
    }

    /// A refusal for a reason at the HTTP level (400, 401, 404, 405, 413), in the format's words.
    /// `invalid_request_error` by default.
    fn refused(&self, status: u16, message: &str) -> Refused {
        Refused::new(status, "invalid_request_error", message)
    }

    /// The body of a refusal.
    fn refusal(&self, refused: &Refused, request_id: &str) -> Value;

    /// The frames of an error after `after` other frames, in each shape that the format is known to
    /// have. Simulators send the first one.
    fn interruptions(
        &self,
        speech: &Speech,
        asked: &Asked,
        refused: &Refused,
        after: usize,
    ) -> Vec<Frames>;

    /// Whether this frame proves the reply complete.
    fn proves(&self, frame: &Frame<'_>) -> Proof;

    /// Frames that no client knows, and that it must ignore.
    fn unknown_events(&self) -> Frames;

    /// Whether the format itself has reasoning, and not just some of its vendors.
    fn has_reasoning(&self) -> bool;

    /// The finish word of a reply that a limit of tokens has cut.
    fn limit_word(&self) -> &str;

    /// Variants of the format by vendor, each with a short description. The suite runs them too.
    /// None by default.
    fn variants(&self) -> Vec<(&'static str, Arc<dyn Format>)> {
        Vec::new()
    }
}

/// Whether a frame proves a reply complete.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Proof {
    /// It proves nothing.
    #[default]
    None,
    /// It does for some vendors; others require more. The suite accepts either, but consistently
    /// for one vendor.
    Perhaps,
    /// It does.
    Whole,
}

/// What a request asks for.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Asked {
    /// The model.
    pub model: String,
    /// Whether the usage is to be sent.
    pub usage: bool,
    /// The number of the request, counted from 1, from which ids are made.
    pub number: u64,
}

impl Asked {
    /// The first request, for this model, with usage.
    pub fn new(model: impl Into<String>) -> Self {
        Self { model: model.into(), usage: true, number: 1 }
    }
}

/// The names of the formats that are built in.
pub fn built_in() -> Vec<String> {
    all().iter().map(|format| format.name().to_owned()).collect()
}

fn all() -> [Arc<dyn Format>; 3] {
    [Arc::new(Messages), Arc::new(ChatCompletions::default()), Arc::new(Responses)]
}

/// The format of a wire: the first of the given ones that has its name, else a built-in one.
pub(crate) fn format_of(wire: &Wire, given: &[Arc<dyn Format>]) -> Option<Arc<dyn Format>> {
    let built_in = all();
    let mut formats = given.iter().chain(&built_in);
    formats.find(|format| format.name() == wire.format).cloned()
}
