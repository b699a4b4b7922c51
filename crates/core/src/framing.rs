//! How a body is cut into frames.
//!
//! [`sse()`] and [`ndjson()`] are the framings at hand; another one is a [`Framer`] of your own.
//! The decoders behind them stand in [`sse`](mod@sse) and [`ndjson`](mod@ndjson), and are useful
//! on their own.

pub mod ndjson;
pub mod sse;

mod frame;
mod text;

pub use frame::{Frame, FrameKind};

use crate::{ErrorKind, LlmError};
use bytes::Bytes;
use std::fmt;

/// Cuts a body into frames. It owns the current chunk, so that frames can borrow from it.
///
/// A framer reads one body. The frames must not depend on how the bytes were cut into chunks, and
/// what it holds of an unfinished frame must stay bounded.
pub trait Framer: Send + fmt::Debug {
    /// The media types of this framing. The first one is asked for (`Accept`), and an answer of
    /// any of them is a stream.
    fn media_types(&self) -> &'static [&'static str];

    /// Whether a stream may begin with `{` or `[`. Where it cannot, a body that does so under
    /// another media type is a whole JSON document in place of the stream. `false` by default.
    fn begins_with_json(&self) -> bool {
        false
    }

    /// Bounds one frame to `bytes`. It is called before the first chunk; the default of each
    /// framer at hand is 16 MiB.
    fn set_max_frame_bytes(&mut self, bytes: usize);

    /// Takes the next chunk. The one before must be used up; an empty chunk releases it.
    fn feed(&mut self, chunk: Bytes);

    /// The next frame; `None` when another chunk is needed.
    ///
    /// # Errors
    /// `TooLarge` for a frame over the bound, `Corrupt` for one that is damaged. The stream ends
    /// with it.
    fn next(&mut self) -> Option<Result<Frame<'_>, LlmError>>;

    /// The end of the body, after `next` has given `None`: a last frame that needs no end mark.
    /// Where the body is `broken`, by a lost connection or a budget of time, what is unfinished
    /// is no frame.
    ///
    /// # Errors
    /// As [`next`](Self::next). An unfinished frame is no error here: the decoder knows whether
    /// the reply was whole before it.
    fn finish(&mut self, broken: bool) -> Option<Result<Frame<'_>, LlmError>>;

    /// The bytes of the current chunk behind the last frame: they tell where that frame was.
    fn unread(&self) -> usize;

    /// The start of what the framing passed over and what was no comment, such as a bare JSON
    /// error between server-sent events. Bounded; empty by default.
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
/// `application/x-jsonlines` and `application/json`, under which some servers send it.
pub fn ndjson() -> Box<dyn Framer> {
    Box::new(ndjson::framer::NdjsonFramer::new())
}

/// The error of a frame that is over the bound.
#[cold]
fn too_large(limit: usize) -> LlmError {
    LlmError::new(ErrorKind::TooLarge, format!("one event is over {limit} bytes"))
}
