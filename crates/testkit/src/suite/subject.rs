//! Running a vendor's provider over a replay.

use crate::formats::{Asked, Format, SimFrame, encode};
use crate::laws::{Collected, Item, collect_ready, first_difference};
use crate::script::Delivery;
use crate::{Chunking, Replay, ReplayTransport};
use bytes::Bytes;
use kei_router_core::codec::Descriptor;
use kei_router_core::transport::Transport;
use kei_router_core::{ChatRequest, LlmError, Message, Provider, StreamEvent, Tool};
use serde_json::json;
use std::cell::Cell;
use std::sync::Arc;

/// Makes a provider that uses this transport.
pub(super) type Build<'a> = &'a dyn Fn(Arc<dyn Transport>) -> Box<dyn Provider>;

pub(super) struct Subject<'a> {
    pub(super) descriptor: &'a Descriptor,
    pub(super) format: Arc<dyn Format>,
    build: Build<'a>,
    /// Whether a frame that is proof for some vendors is proof for this one, once it is known.
    pub(super) trusting: Cell<Option<bool>>,
}

/// What a replay gave.
pub(super) struct Run {
    pub(super) collected: Collected,
    /// Whether `stream()` gave a stream, and not an error.
    pub(super) opened: bool,
}

impl<'a> Subject<'a> {
    pub(super) fn new(
        descriptor: &'a Descriptor,
        format: Arc<dyn Format>,
        build: Build<'a>,
    ) -> Self {
        Self { descriptor, format, build, trusting: Cell::default() }
    }

    /// The same provider over another variant of the format.
    pub(super) fn over(&self, format: Arc<dyn Format>) -> Self {
        Self { format, trusting: self.trusting.clone(), ..*self }
    }

    pub(super) fn asked(&self) -> Asked {
        Asked::new(self.descriptor.default_model.clone())
    }

    /// Plays an answer, and collects what the provider makes of it.
    pub(super) async fn play(&self, replay: Replay) -> Run {
        let provider = (self.build)(Arc::new(ReplayTransport::new(replay)));
        match provider.stream(&request()).await {
            Ok(stream) => Run { collected: collect_ready(stream).await, opened: true },
            Err(error) => {
                let mut collected = Collected::default();
                collected.items.push(Err(error));
                Run { collected, opened: false }
            }
        }
    }

    /// An answer in the format, in one piece.
    pub(super) fn stream(&self, body: impl Into<Bytes>) -> Replay {
        Replay::stream(self.format.framing(), body)
    }

    pub(super) async fn play_bytes(&self, body: &Bytes) -> Run {
        self.play(self.stream(body.clone())).await
    }

    /// Plays frames, each in a chunk of its own.
    pub(super) async fn play_frames(&self, frames: &[SimFrame]) -> Run {
        let body = encode(self.format.as_ref(), frames, &Delivery::default());
        self.play(self.stream(body.bytes).chunking(Chunking::At(body.ends))).await
    }
}

/// A request that every vendor takes.
pub(super) fn request() -> ChatRequest {
    let schema = json!({"type": "object", "properties": {"city": {"type": "string"}}});
    let tool = |name: &str| Tool {
        name: name.to_owned(),
        description: "A tool of the suite.".to_owned(),
        schema: schema.clone(),
    };
    ChatRequest::new([Message::user("Hello")]).tools([tool("weather"), tool("now")]).max_tokens(64)
}

impl Run {
    pub(super) fn items(&self) -> &[Item] {
        &self.collected.items
    }

    /// The error that ended it.
    pub(super) fn error(&self) -> Option<&LlmError> {
        self.items().last().and_then(|item| item.as_ref().err())
    }

    pub(super) fn is_done(&self) -> bool {
        matches!(self.items().last(), Some(Ok(StreamEvent::Done)))
    }

    /// Text, reasoning and pieces of calls: what must come as soon as its bytes are there.
    pub(super) fn content(&self) -> Vec<&StreamEvent> {
        let events = self.items().iter().filter_map(|item| item.as_ref().ok());
        let is_content = |event: &&StreamEvent| {
            matches!(
                event,
                StreamEvent::Token(_)
                    | StreamEvent::Reasoning(_)
                    | StreamEvent::ToolCallStart { .. }
                    | StreamEvent::ToolCallDelta { .. }
            )
        };
        events.filter(is_content).collect()
    }

    /// The laws, for a stream that has ended.
    pub(super) fn lawful(&self) -> Result<(), String> {
        if !self.opened {
            return Ok(());
        }
        self.collected.check().map_err(|violations| {
            violations.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
        })
    }

    /// How it differs from another run.
    pub(super) fn same_as(&self, other: &Self) -> Result<(), String> {
        let Some(at) = first_difference(self.items(), other.items()) else { return Ok(()) };
        match (self.items().get(at), other.items().get(at)) {
            (Some(mine), Some(theirs)) => Err(format!("item {at} is {mine:?}, and not {theirs:?}")),
            _ => Err(format!("{} items, and not {}", self.items().len(), other.items().len())),
        }
    }
}
