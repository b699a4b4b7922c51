//! Turns the chunks of a body into events, without I/O.

mod decode;
mod end;
mod whole;

use super::{Limits, ending::Ending};
use crate::codec::{Codec, Decoder, Encoded, Endpoint, Target};
use crate::framing::Framer;
use crate::{ChatRequest, Head, LlmError, Meter, RateLimit, Secrets, Started, StreamEvent, Turn};
use bytes::Bytes;
use decode::decode;
use std::sync::Arc;
use std::time::Duration;
use whole::Whole;

/// Reads one response: chunks in, events out. The engine is this reader over a body; decoder tests,
/// fuzzers, benchmarks and gateways use it alone.
///
/// ```no_run
/// # use kei_router_core::codec::Codec;
/// # use kei_router_core::engine::Reader;
/// # use kei_router_core::{ChatRequest, LlmError};
/// # fn example(codec: std::sync::Arc<dyn Codec>, request: &ChatRequest) -> Result<(), LlmError> {
/// let mut reader = Reader::of(codec, request)?;
/// for chunk in ["data: {..}\n", "\ndata: [DONE]\n\n"] {
///     reader.feed(chunk.into());
///     while let Some(event) = reader.next() {
///         println!("{:?}", event?);
///     }
/// }
/// reader.end(None);
/// while let Some(event) = reader.next() {
///     println!("{:?}", event?);
/// }
/// # Ok(())
/// # }
/// ```
///
/// [`Reader::read`] does this for a body that is already complete.
pub struct Reader {
    ending: Ending,
    framer: Box<dyn Framer>,
    decoder: Box<dyn Decoder>,
    turn: Turn,
    whole: Whole,
    /// The number of frames and bytes so far.
    frames: u64,
    bytes: u64,
    first_event: Option<Duration>,
    meter: Option<Meter>,
    stage: Stage,
}

enum Stage {
    Streaming,
    /// The finish is queued.
    Concluded,
    /// `Done` is next.
    Closing,
    Failed(Box<LlmError>),
    Over,
}

/// The result of one step.
pub(super) enum Step {
    Item(Result<StreamEvent, LlmError>),
    /// A frame was read, or the state has changed.
    Frame,
    /// Another chunk is needed, or the end of the body.
    Starved,
    /// The finish has been taken; `Done` is next.
    Concluded,
    Over,
}

impl Reader {
    /// A reader for the response to a request that `codec` has encoded for this model. The response
    /// is taken to have status 200 and no headers.
    pub fn new(codec: Arc<dyn Codec>, encoded: Encoded, model: impl Into<String>) -> Self {
        let ending = Ending::new(codec, &Head::default(), Secrets::none(), model.into());
        Self::of_answer(ending, &Head::default(), encoded, Limits::default())
    }

    /// A reader for the response to `request` from the vendor's own server.
    ///
    /// # Errors
    /// Those of [`Codec::encode`].
    pub fn of(codec: Arc<dyn Codec>, request: &ChatRequest) -> Result<Self, LlmError> {
        let endpoint = codec.descriptor().own_endpoint()?;
        Self::at(codec, request, &endpoint, endpoint.is_third_party())
    }

    /// A reader for the response to `request` from the server at `endpoint`: the vendor's own, or a
    /// `third_party`'s.
    ///
    /// # Errors
    /// Those of [`Codec::encode`].
    pub fn at(
        codec: Arc<dyn Codec>,
        request: &ChatRequest,
        endpoint: &Endpoint,
        third_party: bool,
    ) -> Result<Self, LlmError> {
        let own = || codec.descriptor().default_model.clone().into_owned();
        let model = request.model.clone().unwrap_or_else(own);
        let target = Target::new(endpoint, &model).third_party(third_party);
        let encoded = codec.encode(request, &target)?;
        Ok(Self::new(codec, encoded, model))
    }

    pub(super) fn of_answer(ending: Ending, head: &Head, encoded: Encoded, limits: Limits) -> Self {
        let Encoded { mut framer, decoder, warnings, .. } = encoded;
        framer.set_max_frame_bytes(limits.event_bytes);
        let provider = ending.codec.descriptor().name.clone().into_owned();
        let mut started = Started { provider, ..Started::default() };
        started.request_id = head.request_id().map(|id| ending.scrub(&id));
        started.rate_limit = RateLimit::from_headers(&head.headers);
        let mut turn = Turn::new(started, limits.message_bytes);
        turn.forewarn(warnings);
        let whole = Whole::new(!framer.begins_with_json(), limits.event_bytes);
        let (frames, bytes, first_event, meter, stage) = (0, 0, None, None, Stage::Streaming);
        Self { ending, framer, decoder, turn, whole, frames, bytes, first_event, meter, stage }
    }

    /// Takes the next chunk. [`next`](Self::next) must have given `None` before.
    pub fn feed(&mut self, chunk: Bytes) {
        self.bytes = self.bytes.saturating_add(chunk.len() as u64);
        self.whole.feed(&chunk, self.frames);
        self.framer.feed(chunk);
    }

    /// The next event, or the error that ends the stream. `None` when another chunk is needed, and
    /// always after `Done` or an error.
    #[expect(clippy::should_implement_trait, reason = "an iterator's end would be final")]
    pub fn next(&mut self) -> Option<Result<StreamEvent, LlmError>> {
        loop {
            match self.step(|| Duration::ZERO) {
                Step::Item(item) => return Some(item),
                Step::Starved | Step::Over => return None,
                Step::Frame | Step::Concluded => {}
            }
        }
    }

    /// Ends the body, with the error if it is `broken`. The reply is complete if the vendor has
    /// proven so.
    pub fn end(&mut self, broken: Option<LlmError>) {
        self.end_at(broken, Duration::ZERO);
    }

    /// One event, or one frame. `elapsed` is called at the first semantic event and at the end.
    pub(super) fn step(&mut self, elapsed: impl FnOnce() -> Duration) -> Step {
        if let Some(event) = self.turn.pop() {
            return Step::Item(Ok(event));
        }
        match &self.stage {
            Stage::Streaming => return self.advance(elapsed),
            Stage::Over => return Step::Over,
            _ => {}
        }
        match std::mem::replace(&mut self.stage, Stage::Over) {
            Stage::Concluded => {
                self.stage = Stage::Closing;
                Step::Concluded
            }
            Stage::Closing => Step::Item(Ok(StreamEvent::Done)),
            Stage::Failed(error) => Step::Item(Err(*error)),
            Stage::Streaming | Stage::Over => Step::Over,
        }
    }

    fn advance(&mut self, elapsed: impl FnOnce() -> Duration) -> Step {
        match self.framer.next() {
            Some(Ok(frame)) => {
                self.frames = self.frames.saturating_add(1);
                match decode(self.decoder.as_mut(), frame, &mut self.turn) {
                    Ok(()) if self.turn.is_complete() => self.conclude(elapsed()),
                    Ok(()) if self.first_event.is_none() && self.turn.has_content() => {
                        self.first_event = Some(elapsed());
                    }
                    Ok(()) => {}
                    Err(error) => self.fail(error, &self.place()),
                }
                Step::Frame
            }
            Some(Err(error)) => {
                self.frames = self.frames.saturating_add(1);
                self.fail(error.into(), &self.damaged());
                Step::Frame
            }
            None => {
                // Releases the transport's buffer, so that it can be used for the next chunk.
                self.framer.feed(Bytes::new());
                Step::Starved
            }
        }
    }
}
