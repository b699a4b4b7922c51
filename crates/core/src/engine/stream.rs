//! The stream: a reader over a body, polled by the caller.

use super::pace::Pace;
use super::reader::{Reader, Step};
use crate::{BoxBody, LlmError, StreamEvent};
use futures_util::Stream;
use http::Version;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

/// How many bytes of a body are read after the finish, so that its connection can be reused.
const DRAIN_BYTES: usize = 64 * 1024;
/// How long that may take. Most servers send the end with the last event or right after it.
const DRAIN_TIME: Duration = Duration::from_millis(20);

pub(super) struct Engine {
    reader: Reader,
    /// `None` as soon as nothing more is read from it; dropping it aborts the exchange.
    body: Option<BoxBody>,
    version: Version,
    /// While the body is drained: how many bytes may still be read.
    drain: Option<usize>,
}

impl Engine {
    pub(super) fn new(reader: Reader, body: Option<BoxBody>, version: Version) -> Self {
        Self { reader, body, version, drain: None }
    }

    /// Drops the body when nothing more is read from it. Only HTTP/1 needs a body to be drained: an
    /// HTTP/2 stream is reset, and its connection stays open.
    fn let_go(&mut self) {
        let drains = self.reader.is_concluded() && self.version < Version::HTTP_2;
        self.body = self.body.take().filter(|_| drains);
        if let Some(body) = &mut self.body {
            body.limit(DRAIN_TIME);
        }
    }

    /// Feeds the next chunk to the reader, or the end.
    fn poll_body(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let Some(body) = &mut self.body else {
            self.reader.end(None);
            return Poll::Ready(());
        };
        let broken = match ready!(body.poll_chunk(cx)) {
            Some(Ok(chunk)) => {
                self.reader.feed(chunk);
                return Poll::Ready(());
            }
            Some(Err(error)) => Some(error),
            None => None,
        };
        let total = body.elapsed();
        self.body = None;
        self.reader.end_at(broken, total);
        Poll::Ready(())
    }

    /// Reads the rest of the body, within limits.
    fn poll_drain(&mut self, pace: &mut Pace, cx: &mut Context<'_>) -> Poll<()> {
        while let (Some(body), Some(left)) = (&mut self.body, self.drain) {
            ready!(pace.poll_step(cx));
            match ready!(body.poll_chunk(cx)) {
                Some(Ok(chunk)) if chunk.len() <= left => {
                    self.drain = left.checked_sub(chunk.len());
                }
                _ => self.body = None,
            }
        }
        self.drain = None;
        Poll::Ready(())
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.reader.abandon();
    }
}

impl Stream for Engine {
    type Item = Result<StreamEvent, LlmError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let mut pace = Pace::default();
        loop {
            if this.drain.is_some() {
                ready!(this.poll_drain(&mut pace, cx));
            }
            let body = &this.body;
            let elapsed = || body.as_ref().map_or(Duration::ZERO, |body| body.elapsed());
            match this.reader.step(elapsed) {
                Step::Item(item) => return Poll::Ready(Some(item)),
                Step::Over => return Poll::Ready(None),
                Step::Concluded => this.drain = Some(DRAIN_BYTES),
                Step::Frame if this.reader.is_reading() => {}
                Step::Frame => this.let_go(),
                Step::Starved => ready!(this.poll_body(cx)),
            }
            ready!(pace.poll_step(cx));
        }
    }
}
