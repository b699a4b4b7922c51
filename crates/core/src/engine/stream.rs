//! The stream itself: body to frames to events, one at a time.

use super::verdict::Origin;
use crate::framing::Framer;
use crate::surrogates;
use crate::{
    BoxBody, Codec, Decoder, Fault, Frame, LlmError, StreamEvent, Timing, Turn, WarningKind,
};
use futures_util::Stream;
use http::Version;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

/// How much of a body is read after the finish, so that its connection can be used again.
const DRAIN_BYTES: usize = 64 * 1024;
/// How long that may take. Most servers send the end with the last event or right behind it.
const DRAIN_TIME: Duration = Duration::from_millis(20);

pub(super) struct Engine<C: Codec> {
    origin: Origin<C>,
    decoder: C::Decoder,
    framer: Framer,
    /// Gone as soon as nothing more is wanted of it: that is what aborts the exchange.
    body: Option<BoxBody>,
    turn: Turn,
    first_event: Option<Duration>,
    stage: Stage,
}

enum Stage {
    Streaming,
    /// The finish is queued; this many bytes may still be read in vain.
    Draining(usize),
    Failed(Box<LlmError>),
    Ended,
}

impl<C: Codec> Unpin for Engine<C> {}

impl<C: Codec> Engine<C> {
    pub(super) fn new(
        origin: Origin<C>,
        decoder: C::Decoder,
        framer: Framer,
        body: BoxBody,
        turn: Turn,
    ) -> Self {
        let stage = Stage::Streaming;
        Self { origin, decoder, framer, body: Some(body), turn, first_event: None, stage }
    }

    /// Reads until there is an event, or the stage changes.
    fn advance(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        match self.framer.next() {
            Some(Ok(frame)) => match decode(&mut self.decoder, frame, &mut self.turn) {
                Ok(()) if self.turn.is_complete() => self.conclude(),
                Ok(()) => self.time_first_event(),
                Err(fault) => self.fail(fault, true),
            },
            Some(Err(error)) => self.fail(error.into(), true),
            None => {
                let Some(body) = &mut self.body else {
                    self.end(None);
                    return Poll::Ready(());
                };
                match ready!(body.poll_chunk(cx)) {
                    Some(Ok(chunk)) => self.framer.feed(chunk),
                    Some(Err(error)) => self.end(Some(error)),
                    None => self.end(None),
                }
            }
        }
        Poll::Ready(())
    }

    /// The body has ended, or broken: whole if the vendor's proof has come, else an error.
    fn end(&mut self, broken: Option<LlmError>) {
        let timing = self.elapsed();
        self.body = None;
        if let Some(last) = self.framer.finish() {
            let read = last.map_err(Fault::from);
            let turn = &mut self.turn;
            if let Err(fault) = read.and_then(|frame| decode(&mut self.decoder, frame, turn)) {
                return self.fail(fault, true);
            }
        }
        if !self.turn.is_complete() {
            match self.decoder.end_of_body(&mut self.turn) {
                Ok(()) => self.turn.complete(),
                Err(fault) => return self.cut_off(broken, fault),
            }
            if broken.is_some() {
                let message =
                    "the connection broke after the reply was whole; usage may be missing";
                self.turn.warn(WarningKind::Ending, "connection", message);
            }
        }
        self.conclude_at(timing);
    }

    /// Not whole. What stray lines say is the best reason, then what broke the body; else it just
    /// ended early, and the stray lines may help to see why.
    fn cut_off(&mut self, broken: Option<LlmError>, fault: Fault) {
        let stray = self.framer.stray();
        if let Some(error) = self.origin.stray(stray).or(broken) {
            return self.fail(error.into(), false);
        }
        let fault = match fault {
            Fault::Error(error) if !stray.is_empty() => {
                error.with_body(String::from_utf8_lossy(stray)).into()
            }
            fault => fault,
        };
        self.fail(fault, false);
    }

    fn fail(&mut self, fault: Fault, in_frame: bool) {
        self.body = None;
        let place = if in_frame { self.framer.place() } else { String::new() };
        let error = self.origin.error(fault, &place, &mut self.turn);
        self.stage = Stage::Failed(Box::new(error));
    }

    fn conclude(&mut self) {
        let elapsed = self.elapsed();
        self.conclude_at(elapsed);
    }

    fn conclude_at(&mut self, total: Duration) {
        let timing = Timing { first_event: Some(self.first_event.unwrap_or(total)), total };
        let finish = self.origin.finish(&mut self.turn, timing);
        self.turn.push_last(StreamEvent::Finish(Box::new(finish)));
        // Only HTTP/1 needs it: an HTTP/2 stream is reset, and its connection lives on.
        let drains = self.origin.head.version < Version::HTTP_2;
        self.body = self.body.take().filter(|_| drains);
        if let Some(body) = &mut self.body {
            body.limit(DRAIN_TIME);
        }
        self.stage = Stage::Draining(DRAIN_BYTES);
    }

    /// Reads what is left of the body, within bounds.
    fn drain(&mut self, cx: &mut Context<'_>, mut left: usize) -> Poll<()> {
        while let Some(body) = &mut self.body {
            match ready!(body.poll_chunk(cx)) {
                Some(Ok(chunk)) if chunk.len() <= left => left -= chunk.len(),
                _ => self.body = None,
            }
            self.stage = Stage::Draining(left);
        }
        Poll::Ready(())
    }

    fn time_first_event(&mut self) {
        if self.first_event.is_none() && self.turn.has_content() {
            self.first_event = Some(self.elapsed());
        }
    }

    fn elapsed(&self) -> Duration {
        self.body.as_ref().map_or(Duration::ZERO, |body| body.elapsed())
    }
}

/// Reads a frame, with halves of characters marked for the turn.
fn decode(decoder: &mut impl Decoder, frame: Frame<'_>, turn: &mut Turn) -> Result<(), Fault> {
    let marked = surrogates::mark(frame.data);
    turn.set_marked(marked.is_some());
    decoder.decode(Frame { data: marked.as_deref().unwrap_or(frame.data), ..frame }, turn)
}

impl<C: Codec> Stream for Engine<C> {
    type Item = Result<StreamEvent, LlmError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(event) = this.turn.pop() {
                return Poll::Ready(Some(Ok(event)));
            }
            match std::mem::replace(&mut this.stage, Stage::Ended) {
                Stage::Streaming => {
                    this.stage = Stage::Streaming;
                    ready!(this.advance(cx));
                }
                Stage::Draining(left) => {
                    this.stage = Stage::Draining(left);
                    ready!(this.drain(cx, left));
                    this.stage = Stage::Ended;
                    return Poll::Ready(Some(Ok(StreamEvent::Done)));
                }
                Stage::Failed(error) => return Poll::Ready(Some(Err(*error))),
                Stage::Ended => return Poll::Ready(None),
            }
        }
    }
}
