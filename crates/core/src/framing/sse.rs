//! Server-sent events: bytes in, borrowed events out, no I/O.
//!
//! [`SseDecoder`] follows the WHATWG HTML standard ("interpreting an event stream"): a line ends at
//! CRLF, LF or CR, one byte-order mark is dropped at the very start, text is UTF-8 with
//! replacement, and events do not depend on how the bytes were cut into chunks. Where the standard
//! is silent: an empty `retry` and one over `u64` are ignored, and [`SseDecoder::finish`] reports
//! whether the stream ended inside an event.
//!
//! ```
//! use kei_router_core::sse::{SseDecoder, SseError};
//!
//! fn main() -> Result<(), SseError> {
//!     let mut decoder = SseDecoder::new();
//!     let mut seen = Vec::new();
//!     for chunk in ["event: gree", "ting\ndata: hel", "lo\n\ndata: [DONE]\n\n"] {
//!         let mut input = chunk.as_bytes();
//!         while let Some(event) = decoder.next(&mut input) {
//!             let event = event?;
//!             seen.push(format!("{}={}", event.event, event.data));
//!         }
//!     }
//!     assert_eq!(seen, ["greeting=hello", "message=[DONE]"]);
//!     decoder.finish()
//! }
//! ```

mod block;
mod decoder;
mod field;
pub(super) mod framer;
mod ignored;
mod lasting;
mod line;
mod whole;

pub use self::decoder::SseDecoder;

/// The default of [`SseDecoder::with_max_event_bytes`]: 16 MiB, room for an inline image.
pub const DEFAULT_MAX_EVENT_BYTES: usize = 16 * 1024 * 1024;

/// One event, borrowed from the chunk or from the decoder until the next call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct SseEvent<'a> {
    /// The event's name; `message` when the stream set none.
    pub event: &'a str,
    /// The data lines, joined by LF. May be empty: `data:` alone is an event.
    pub data: &'a str,
    /// The last event id of the stream so far; empty when there is none.
    pub id: &'a str,
    /// The reconnection time in milliseconds, if one arrived since the event before.
    pub retry: Option<u64>,
}

/// Why a stream of events is incomplete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SseError {
    /// An event exceeded the limit. The decoder yields nothing more.
    #[error("a server-sent event is larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// The stream ended inside a line or before the blank line that closes an event.
    #[error("the event stream ended inside an event")]
    Unfinished,
}
