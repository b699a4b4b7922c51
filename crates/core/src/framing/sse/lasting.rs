//! What outlives an event: the last event id and the reconnection time.

use std::mem;

use crate::framing::text::{self, Overflow};

/// The id in force, the one that waits for a blank line, and the reconnection time.
pub(super) struct Lasting {
    id: String,
    new_id: String,
    has_new_id: bool,
    retry: Option<u64>,
    /// A `retry` that no event has shown yet.
    new_retry: Option<u64>,
}

impl Lasting {
    pub(super) const fn new() -> Self {
        Self {
            id: String::new(),
            new_id: String::new(),
            has_new_id: false,
            retry: None,
            new_retry: None,
        }
    }

    pub(super) fn id(&self) -> &str {
        &self.id
    }

    pub(super) const fn retry(&self) -> Option<u64> {
        self.retry
    }

    pub(super) fn held(&self) -> usize {
        self.id.len().saturating_add(self.new_id.len())
    }

    /// Takes the value of an `id` line; one with U+0000 counts for nothing.
    pub(super) fn set_id(&mut self, value: &mut Vec<u8>, most: usize) -> Result<(), Overflow> {
        if value.contains(&0) {
            return Ok(());
        }
        self.has_new_id = true;
        text::settle(value, &mut self.new_id, most)
    }

    /// Puts the new id in force, at a blank line.
    pub(super) fn commit_id(&mut self) {
        if mem::take(&mut self.has_new_id) {
            mem::swap(&mut self.id, &mut self.new_id);
            text::forget(&mut self.new_id);
        }
    }

    /// Drops an id that is not in force.
    pub(super) fn discard_new_id(&mut self) {
        self.has_new_id = false;
        self.new_id = String::new();
    }

    /// Takes the value of a `retry` line: ASCII digits only; an empty one and one over `u64`
    /// count for nothing.
    pub(super) fn set_retry(&mut self, value: &[u8]) {
        if value.iter().all(u8::is_ascii_digit)
            && let Ok(digits) = str::from_utf8(value)
            && let Ok(wait) = digits.parse()
        {
            (self.retry, self.new_retry) = (Some(wait), Some(wait));
        }
    }

    /// The `retry` for the next event to show.
    pub(super) const fn take_new_retry(&mut self) -> Option<u64> {
        self.new_retry.take()
    }
}
