//! How replies are delivered.

use super::{Refused, Script};
use crate::Chunking;
use crate::formats::Style;
use std::time::Duration;

/// How a reply is delivered.
#[derive(Clone, Debug, Default)]
pub(crate) struct Delivery {
    pub(crate) answer: Answer,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) head_after: Duration,
    pub(crate) first_after: Duration,
    pub(crate) token_every: Duration,
    pub(crate) keep_alive: Option<Duration>,
    /// One frame a write where `None`.
    pub(crate) chunking: Option<Chunking>,
    pub(crate) style: Style,
    pub(crate) without_terminator: bool,
    pub(crate) stop: Stop,
    pub(crate) end: EndOfBody,
    pub(crate) content_length: bool,
}

/// What the answer is.
#[derive(Clone, Debug, Default)]
pub(crate) enum Answer {
    #[default]
    Stream,
    /// The whole reply as one JSON document.
    Unstreamed,
    Refused(Refused),
    Document {
        status: u16,
        media_type: String,
        body: Vec<u8>,
    },
    Endless(u16),
    HangUp,
}

/// Where a stream stops.
#[derive(Clone, Debug, Default)]
pub(crate) enum Stop {
    #[default]
    Nowhere,
    CutAfterBytes(usize),
    CutAfterEvents(usize),
    StallAfterEvents(usize),
    FloodAfterEvents(usize),
    EndAfterEvents(usize),
    ErrorAfterEvents(usize, Refused),
}

/// When the end of the body comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum EndOfBody {
    /// In the same write as the last event.
    #[default]
    SameWrite,
    /// This long after the last event.
    After(Duration),
    /// Never: the connection stays open, and silent.
    Never,
}

/// How it is delivered.
impl Script {
    /// Waits before the response's status line. `Duration::MAX` waits forever.
    pub fn head_after(mut self, wait: Duration) -> Self {
        self.delivery.head_after = wait;
        self
    }

    /// Waits before the first piece of text, reasoning or arguments.
    pub fn first_after(mut self, wait: Duration) -> Self {
        self.delivery.first_after = wait;
        self
    }

    /// Waits between two such pieces.
    pub fn token_every(mut self, wait: Duration) -> Self {
        self.delivery.token_every = wait;
        self
    }

    /// Sends a comment, or another sign of life of the format, every `interval` while it waits or
    /// stalls in mid-stream.
    pub fn keep_alive(mut self, interval: Duration) -> Self {
        self.delivery.keep_alive = Some(interval);
        self
    }

    /// Sends a header, replacing one with the same name.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.delivery.headers.push((name.into(), value.into()));
        self
    }

    /// Sets how the body is cut into writes; one event per write by default.
    pub fn chunking(mut self, chunking: Chunking) -> Self {
        self.delivery.chunking = Some(chunking);
        self
    }

    /// Ends lines with CRLF, in a line-based format.
    pub fn crlf(mut self) -> Self {
        self.delivery.style.crlf = true;
        self
    }

    /// Begins the body with a byte-order mark, in a format that allows one.
    pub fn bom(mut self) -> Self {
        self.delivery.style.bom = true;
        self
    }

    /// Sends this comment before each event, in a format that has comments.
    pub fn comments(mut self, comment: impl Into<String>) -> Self {
        self.delivery.style.comment = Some(comment.into());
        self
    }

    /// Sends the body with a `content-length` instead of chunked. [`EndOfBody`] then only
    /// determines whether all of it is sent.
    pub fn content_length(mut self) -> Self {
        self.delivery.content_length = true;
        self
    }

    /// Sets how the body ends.
    pub fn end_of_body(mut self, end: EndOfBody) -> Self {
        self.delivery.end = end;
        self
    }
}
