//! Newline-delimited JSON as a framing.

use super::{DEFAULT_MAX_LINE_BYTES, NdjsonDecoder};
use crate::LlmError;
use crate::framing::{Frame, Framer, too_large};
use bytes::Bytes;

#[derive(Debug)]
pub(in crate::framing) struct NdjsonFramer {
    chunk: Bytes,
    /// How far the chunk has been read; the chunk cannot change while a frame borrows from it.
    at: usize,
    decoder: NdjsonDecoder,
    limit: usize,
}

impl NdjsonFramer {
    pub(in crate::framing) fn new() -> Self {
        let (decoder, limit) = (NdjsonDecoder::new(), DEFAULT_MAX_LINE_BYTES);
        Self { chunk: Bytes::new(), at: 0, decoder, limit }
    }
}

impl Framer for NdjsonFramer {
    fn media_types(&self) -> &'static [&'static str] {
        &[
            "application/x-ndjson",
            "application/ndjson",
            "application/jsonl",
            "application/x-jsonlines",
            "application/json",
        ]
    }

    fn begins_with_json(&self) -> bool {
        true
    }

    fn set_max_frame_bytes(&mut self, bytes: usize) {
        self.decoder = NdjsonDecoder::new().with_max_line_bytes(bytes);
        self.limit = bytes;
    }

    fn feed(&mut self, chunk: Bytes) {
        self.chunk = chunk;
        self.at = 0;
    }

    fn next(&mut self) -> Option<Result<Frame<'_>, LlmError>> {
        let mut input = self.chunk.get(self.at..).unwrap_or_default();
        let before = input.len();
        let line = self.decoder.next(&mut input);
        self.at = self.at.saturating_add(before.saturating_sub(input.len()));
        let limit = self.limit;
        line.map(|line| line.map(|data| Frame::new("", data)).map_err(|_| too_large(limit)))
    }

    /// The last line may lack its line end. If it is not complete JSON, it was cut off.
    fn finish(&mut self, broken: bool) -> Option<Result<Frame<'_>, LlmError>> {
        if broken {
            return None;
        }
        let limit = self.limit;
        match self.decoder.finish()? {
            Ok(line) => is_whole(line).then(|| Ok(Frame::new("", line))),
            Err(_) => Some(Err(too_large(limit))),
        }
    }

    fn unread(&self) -> usize {
        self.chunk.len().saturating_sub(self.at)
    }
}

fn is_whole(line: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(line).is_ok()
}
