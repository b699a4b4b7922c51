//! From the chunks of a body to frames.

use crate::ndjson::NdjsonDecoder;
use crate::sse::SseDecoder;
use crate::{ErrorKind, Frame, Framing, LlmError};
use bytes::Bytes;

/// Cuts a body into frames. It owns the current chunk, so that frames can borrow from it.
#[derive(Debug)]
pub(crate) struct Framer {
    chunk: Bytes,
    at: usize,
    cutter: Cutter,
    limit: usize,
    frames: u64,
    bytes: u64,
}

#[derive(Debug)]
enum Cutter {
    Sse(Box<SseDecoder>),
    Ndjson(NdjsonDecoder),
}

impl Framer {
    pub(crate) fn new(framing: Framing, limit: usize) -> Self {
        let sse = || SseDecoder::new().with_max_event_bytes(limit).keeping_ignored();
        let cutter = match framing {
            Framing::Sse => Cutter::Sse(Box::new(sse())),
            Framing::Ndjson => Cutter::Ndjson(NdjsonDecoder::new().with_max_line_bytes(limit)),
        };
        Self { chunk: Bytes::new(), at: 0, cutter, limit, frames: 0, bytes: 0 }
    }

    /// Takes the next chunk. The one before must be used up.
    pub(crate) fn feed(&mut self, chunk: Bytes) {
        self.bytes = self.bytes.saturating_add(chunk.len() as u64);
        self.chunk = chunk;
        self.at = 0;
    }

    /// The next frame; `None` when another chunk is needed.
    pub(crate) fn next(&mut self) -> Option<Result<Frame<'_>, LlmError>> {
        let mut input = self.chunk.get(self.at..).unwrap_or_default();
        let before = input.len();
        let frame = match &mut self.cutter {
            Cutter::Sse(sse) => sse.next(&mut input).map(|event| {
                event.map(|event| Frame { event: event.event, data: event.data }).map_err(drop)
            }),
            Cutter::Ndjson(lines) => lines
                .next(&mut input)
                .map(|line| line.map(|data| Frame { event: "", data }).map_err(drop)),
        };
        self.at = self.at.saturating_add(before.saturating_sub(input.len()));
        self.frames = self.frames.saturating_add(u64::from(frame.is_some()));
        let limit = self.limit;
        frame.map(|frame| frame.map_err(|()| too_large(limit)))
    }

    /// The end of the body: the last line of NDJSON, which may lack its line end. An SSE event
    /// that is not closed is discarded, as the standard says.
    pub(crate) fn finish(&mut self) -> Option<Result<Frame<'_>, LlmError>> {
        let limit = self.limit;
        match &mut self.cutter {
            Cutter::Sse(sse) => {
                // The decoder of the vendor decides whether the stream was whole before.
                let _unfinished = sse.finish();
                None
            }
            Cutter::Ndjson(lines) => {
                let line = lines.finish()?;
                self.frames = self.frames.saturating_add(1);
                Some(line.map(|data| Frame { event: "", data }).map_err(|_| too_large(limit)))
            }
        }
    }

    /// The start of those lines that were no events: perhaps a bare JSON error.
    pub(crate) fn stray(&self) -> &[u8] {
        match &self.cutter {
            Cutter::Sse(sse) => sse.ignored(),
            Cutter::Ndjson(_) => &[],
        }
    }

    /// Where the last frame was.
    pub(crate) fn place(&self) -> String {
        let left = self.chunk.len().saturating_sub(self.at) as u64;
        format!("event {}, ending at byte {}", self.frames, self.bytes.saturating_sub(left))
    }
}

#[cold]
fn too_large(limit: usize) -> LlmError {
    LlmError::new(ErrorKind::TooLarge, format!("one event is over {limit} bytes"))
}
