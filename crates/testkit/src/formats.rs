//! How an answer looks on the wire, for simulators, replays and the [suite](crate::suite).
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

/// How a format's requests are judged, and its answers are written.
pub trait Format: fmt::Debug + Send + Sync {
    /// The name by which a descriptor's [`Wire`] refers to it.
    fn name(&self) -> &str;

    /// How frames become bytes, and bytes become frames. Server-sent events by default.
    fn framing(&self) -> &dyn Framing {
        &Sse
    }

    /// The header of the answer that tells the request's id. `x-request-id` by default.
    fn request_id_header(&self) -> &str {
        "x-request-id"
    }

    /// The model that a request's body asks for, where it says one: its `model` by default. Else it
    /// is the one in the request's path.
    fn model(&self, request: &SimRequest) -> Option<String> {
        request.json.get("model").and_then(Value::as_str).map(str::to_owned)
    }

    /// Whether a request asks for the usage, where the format tells it only to those who ask.
    /// `true` by default.
    fn asks_for_usage(&self, request: &SimRequest) -> bool {
        let _ = request;
        true
    }

    /// Whether the key may come as a bearer token, whatever the descriptor says. Not by default.
    fn takes_bearer(&self) -> bool {
        false
    }

    /// The rules of the format for a request's headers and JSON. By default there are none.
    ///
    /// # Errors
    /// The refusal of the first rule that is broken.
    fn check(&self, request: &SimRequest) -> Result<(), Refused> {
        let _ = request;
        Ok(())
    }

    /// The frames of a reply.
    fn render(&self, speech: &Speech, asked: &Asked) -> Frames;

    /// The same reply as one JSON document, as a server sends it that knows no streaming. `None`,
    /// the default, for a format that has no such document.
    fn document(&self, speech: &Speech, asked: &Asked) -> Option<Value> {
        let _ = (speech, asked);
        None
    }

    /// A refusal for one of the reasons that HTTP itself knows (400, 401, 404, 405, 413), in the
    /// format's words. `invalid_request_error` by default.
    fn refused(&self, status: u16, message: &str) -> Refused {
        Refused::new(status, "invalid_request_error", message)
    }

    /// The body of a refusal.
    fn refusal(&self, refused: &Refused, request_id: &str) -> Value;

    /// The frames that a refusal is behind `after` others, in each shape that the format is known
    /// to have. Simulators send the first one.
    fn interruptions(
        &self,
        speech: &Speech,
        asked: &Asked,
        refused: &Refused,
        after: usize,
    ) -> Vec<Frames>;

    /// Whether this frame proves that the reply is whole.
    fn proves(&self, frame: &Frame<'_>) -> Proof;

    /// Frames that no client of today knows, and that it must pass over.
    fn unknown_events(&self) -> Frames;

    /// Whether the format itself has reasoning, and not just some of its vendors.
    fn has_reasoning(&self) -> bool;

    /// The finish word of a reply that a limit of tokens has cut.
    fn limit_word(&self) -> &str;

    /// The same format where its vendors differ, each with a few words on how. The suite runs
    /// them too. None by default.
    fn variants(&self) -> Vec<(&'static str, Arc<dyn Format>)> {
        Vec::new()
    }
}

/// Whether a frame proves that a reply is whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Proof {
    /// It proves nothing.
    #[default]
    None,
    /// It does for some vendors; others demand more. The suite accepts either, but only one of
    /// them from one vendor.
    Perhaps,
    /// It does.
    Whole,
}

/// What a request asks of a reply.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Asked {
    /// The model.
    pub model: String,
    /// Whether the usage is to be told.
    pub usage: bool,
    /// Which request of the simulator's it is, counted from 1: ids are made from it.
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
