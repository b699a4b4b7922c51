//! The public decoder: one event at a time, from the whole-event path or line by line.

use std::{fmt, mem};

use super::{
    DEFAULT_MAX_EVENT_BYTES, SseError, SseEvent,
    block::Block,
    ignored::Ignored,
    line::Line,
    whole::{self, first_line},
};

/// An incremental decoder of one event stream. See the [module](super) for its rules.
pub struct SseDecoder {
    line: Line,
    block: Block,
    ignored: Ignored,
    /// The limit was exceeded: all further input is discarded.
    poisoned: bool,
}

/// The result of one step through the input.
enum Step {
    /// The input is used up.
    Starved,
    /// A line ended, no event yet.
    Line,
    /// A blank line completed an event.
    Event,
}

impl SseDecoder {
    /// A decoder at the start of a stream, with a limit of [`DEFAULT_MAX_EVENT_BYTES`].
    #[must_use]
    pub const fn new() -> Self {
        Self {
            line: Line::Bom(0),
            block: Block::new(DEFAULT_MAX_EVENT_BYTES),
            ignored: Ignored::off(),
            poisoned: false,
        }
    }

    /// Limits an event to `n` bytes (default 16 MiB).
    ///
    /// Everything that must be buffered counts: the data with the line feeds that join it, the
    /// event's name, the current id and a new one, and the value of an unfinished line; invalid
    /// UTF-8 counts as its replacement. Comments and unknown fields do not count. The result does
    /// not depend on chunking. The decoder's memory stays within `2 * n`, plus a constant.
    #[must_use]
    pub const fn with_max_event_bytes(mut self, n: usize) -> Self {
        self.block.set_limit(n);
        self
    }

    /// Keeps a copy, of at most 16 KiB, of the lines that the standard ignores (off by default).
    ///
    /// Servers send an error as a bare JSON document, or as `error: {..}`, in the middle of
    /// a stream; [`ignored`](Self::ignored) shows it. Events and bounds do not change.
    #[must_use]
    pub fn keeping_ignored(mut self) -> Self {
        self.ignored = Ignored::on();
        self
    }

    /// Consumes input up to the end of the next event, and returns it; the rest stays in `input`.
    ///
    /// `None` means that `input` is used up and more bytes are needed.
    ///
    /// # Errors
    ///
    /// [`SseError::TooLarge`], once: the buffers are freed, and from then on all input is
    /// discarded, `next` returns `None` and [`finish`](Self::finish) the same error.
    pub fn next<'a, 'i: 'a>(
        &'a mut self,
        input: &mut &'i [u8],
    ) -> Option<Result<SseEvent<'a>, SseError>> {
        self.block.reclaim();
        if self.poisoned {
            *input = &[];
        }
        // Between two chunks, a caller that looks whether there is more pays nothing.
        if input.is_empty() {
            return None;
        }
        self.line.skip_prefix(input, &mut self.ignored);
        loop {
            if self.is_between_events()
                && let Some(found) = whole::event(input, self.block.room())
            {
                *input = found.rest;
                return Some(Ok(self.block.borrowed_event(found.name, found.data)));
            }
            match self.step(input) {
                Ok(Step::Starved) => return None,
                Ok(Step::Line) => {}
                Ok(Step::Event) => return Some(Ok(self.block.event())),
                Err(error) => {
                    self.poison();
                    return Some(Err(error));
                }
            }
        }
    }

    /// Ends the stream; an unfinished event is discarded. A decoder serves one body: start the
    /// next one with a new decoder.
    ///
    /// # Errors
    ///
    /// [`SseError::Unfinished`] if the stream ended inside a line (of any kind), or after a line
    /// other than a comment without the blank line; [`SseError::TooLarge`] if `next` has returned
    /// it.
    pub fn finish(&mut self) -> Result<(), SseError> {
        self.block.reclaim();
        if self.poisoned {
            return Err(self.block.too_large());
        }
        let in_line = self.line.abandon(&mut self.ignored);
        if self.block.abandon() || in_line { Err(SseError::Unfinished) } else { Ok(()) }
    }

    /// The last event id; empty when there is none. An id takes effect at the blank line.
    #[must_use]
    pub fn last_event_id(&self) -> &str {
        self.block.lasting().id()
    }

    /// The last reconnection time that the stream requested, in milliseconds.
    #[must_use]
    pub const fn retry(&self) -> Option<u64> {
        self.block.lasting().retry()
    }

    /// The ignored lines other than comments, joined by LF and cut at 16 KiB; empty unless
    /// [`keeping_ignored`](Self::keeping_ignored) is on. The last line may be without its end:
    /// complete only after [`finish`](Self::finish).
    #[must_use]
    pub fn ignored(&self) -> &[u8] {
        self.ignored.as_bytes()
    }
}

impl SseDecoder {
    /// At the start of a line, with nothing of an event seen yet.
    fn is_between_events(&self) -> bool {
        matches!(self.line, Line::Start) && !self.block.is_open()
    }

    /// Takes the input up to the end of the current line, or all of it.
    fn step(&mut self, input: &mut &[u8]) -> Result<Step, SseError> {
        let Some(found) = first_line(input) else {
            self.line.feed(mem::take(input), &mut self.block, &mut self.ignored)?;
            return Ok(Step::Starved);
        };
        *input = found.rest;
        self.line.feed(found.text, &mut self.block, &mut self.ignored)?;
        let completes = self.line.end(&mut self.block, &mut self.ignored)?;
        self.line = Line::start(found.ended_in_cr);
        Ok(if completes { Step::Event } else { Step::Line })
    }

    fn poison(&mut self) {
        self.poisoned = true;
        self.block.release();
    }
}

impl Default for SseDecoder {
    fn default() -> Self {
        Self::new()
    }
}

/// Shows sizes only, since the buffers hold a vendor's response.
impl fmt::Debug for SseDecoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SseDecoder")
            .field("held_bytes", &self.block.held())
            .field("ignored_bytes", &self.ignored.as_bytes().len())
            .field("retry", &self.retry())
            .finish_non_exhaustive()
    }
}
