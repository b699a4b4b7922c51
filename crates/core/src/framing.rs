//! How a body is cut into frames.
//!
//! [`sse()`] and [`ndjson()`] are built in; implement [`Framer`] for others. Their decoders, in
//! [`sse`](mod@sse) and [`ndjson`](mod@ndjson), are useful on their own.

pub mod ndjson;
pub mod sse;

mod frame;
mod text;

pub use frame::{Frame, FrameKind};

use crate::{ErrorKind, LlmError};
use bytes::Bytes;
use std::fmt;

/// Splits a body into frames. It owns the current chunk, so that frames can borrow from it.
///
/// A framer reads one body. The frames must not depend on how the bytes were cut into chunks, and
/// what it buffers of an unfinished frame must stay bounded.
pub trait Framer: Send + fmt::Debug {
    /// The media types of this framing. The first one is sent as `Accept`, and a response with any
    /// of them is a stream.
    fn media_types(&self) -> &'static [&'static str];

    /// Whether a stream may begin with `{` or `[`. If not, a body that does so under another media
    /// type is a whole JSON document in place of a stream. `false` by default.
    fn begins_with_json(&self) -> bool {
        false
    }

    /// Limits a frame to `bytes`. Called before the first chunk; the built-in framers default to 16
    /// MiB.
    fn set_max_frame_bytes(&mut self, bytes: usize);

    /// Takes the next chunk, after the previous one has been used up. An empty chunk releases it.
    fn feed(&mut self, chunk: Bytes);

    /// The next frame; `None` when another chunk is needed.
    ///
    /// # Errors
    /// `TooLarge` for a frame over the limit, `Corrupt` for a damaged one. The stream ends with it.
    fn next(&mut self) -> Option<Result<Frame<'_>, LlmError>>;

    /// Called at the end of the body, after `next` has returned `None`: a last frame that needs no
    /// terminator. If the body is `broken`, by a lost connection or a timeout, unfinished data is
    /// not a frame.
    ///
    /// # Errors
    /// As [`next`](Self::next). An unfinished frame is not an error here: the decoder knows whether
    /// the reply was complete before it.
    fn finish(&mut self, broken: bool) -> Option<Result<Frame<'_>, LlmError>>;

    /// How many bytes of the current chunk come after the last frame, to locate that frame.
    fn unread(&self) -> usize;

    /// The start of what the framing ignored, comments excepted, such as a bare JSON error between
    /// server-sent events. Bounded; empty by default.
    fn stray(&self) -> &[u8] {
        &[]
    }
}

/// Server-sent events, `text/event-stream`. See [`sse::SseDecoder`].
pub fn sse() -> Box<dyn Framer> {
    Box::new(sse::framer::SseFramer::new())
}

/// Newline-delimited JSON, one document a line. See [`ndjson::NdjsonDecoder`].
///
/// Its media types are `application/x-ndjson`, `application/ndjson`, `application/jsonl`,
/// `application/x-jsonlines` and `application/json`, which some servers use.
pub fn ndjson() -> Box<dyn Framer> {
    Box::new(ndjson::framer::NdjsonFramer::new())
}

/// The error for a frame over the limit.
#[cold]
fn too_large(limit: usize) -> LlmError {
    LlmError::new(ErrorKind::TooLarge, format!("one event is over {limit} bytes"))
}
