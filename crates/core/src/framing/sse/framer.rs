//! Server-sent events as a framing.

use super::{DEFAULT_MAX_EVENT_BYTES, SseDecoder};
use crate::LlmError;
use crate::framing::{Frame, Framer, too_large};
use bytes::Bytes;

#[derive(Debug)]
pub(in crate::framing) struct SseFramer {
    chunk: Bytes,
    /// How far the chunk has been read; the chunk cannot change while a frame borrows from it.
    at: usize,
    decoder: SseDecoder,
    limit: usize,
}

impl SseFramer {
    pub(in crate::framing) fn new() -> Self {
        let decoder = SseDecoder::new().keeping_ignored();
        Self { chunk: Bytes::new(), at: 0, decoder, limit: DEFAULT_MAX_EVENT_BYTES }
    }
}

impl Framer for SseFramer {
    fn media_types(&self) -> &'static [&'static str] {
        &["text/event-stream"]
    }

    fn set_max_frame_bytes(&mut self, bytes: usize) {
        self.decoder = SseDecoder::new().with_max_event_bytes(bytes).keeping_ignored();
        self.limit = bytes;
    }

    fn feed(&mut self, chunk: Bytes) {
        self.chunk = chunk;
        self.at = 0;
    }

    fn next(&mut self) -> Option<Result<Frame<'_>, LlmError>> {
        let mut input = self.chunk.get(self.at..).unwrap_or_default();
        let before = input.len();
        let event = self.decoder.next(&mut input);
        self.at = self.at.saturating_add(before.saturating_sub(input.len()));
        let limit = self.limit;
        event.map(|event| match event {
            Ok(event) => Ok(Frame::new(event.event, event.data)),
            Err(_) => Err(too_large(limit)),
        })
    }

    /// An event that is not closed is discarded, as the standard says.
    fn finish(&mut self, _broken: bool) -> Option<Result<Frame<'_>, LlmError>> {
        // The vendor's decoder decides whether the reply was complete before it.
        let _unfinished = self.decoder.finish();
        None
    }

    /// The end of the line that closed the event is counted in: of a CRLF the last byte may come
    /// in the next chunk, and where an event was must not depend on that.
    fn unread(&self) -> usize {
        let read = self.chunk.get(..self.at).unwrap_or_default();
        let line_end = match read {
            [.., b'\r', b'\n'] => 2,
            [.., _] => 1,
            [] => 0,
        };
        self.chunk.len().saturating_sub(self.at).saturating_add(line_end)
    }

    fn stray(&self) -> &[u8] {
        self.decoder.ignored()
    }
}
