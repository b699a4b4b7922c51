//! The event that the lines since the last blank one add up to, within the limit.

use std::mem;

use super::{SseError, SseEvent, field::Field, lasting::Lasting};
use crate::framing::text::{self, Overflow, SMALL, forget, settle};

/// The buffers of one event, and what lasts from event to event.
pub(super) struct Block {
    limit: usize,
    /// A line other than a comment was seen.
    open: bool,
    has_data: bool,
    /// A completed event lies in `name` and `text`.
    shown: bool,
    /// The raw data; its capacity is kept from event to event.
    data: Vec<u8>,
    /// The data of the completed event, until the next call takes the buffer back.
    text: String,
    /// The raw value of a line other than `data`.
    value: Vec<u8>,
    name: String,
    lasting: Lasting,
}

impl Block {
    pub(super) const fn new(limit: usize) -> Self {
        Self {
            limit,
            open: false,
            has_data: false,
            shown: false,
            data: Vec::new(),
            text: String::new(),
            value: Vec::new(),
            name: String::new(),
            lasting: Lasting::new(),
        }
    }

    pub(super) const fn set_limit(&mut self, limit: usize) {
        self.limit = limit;
    }

    pub(super) const fn is_open(&self) -> bool {
        self.open
    }

    pub(super) const fn open(&mut self) {
        self.open = true;
    }

    /// What outlives the event.
    pub(super) const fn lasting(&self) -> &Lasting {
        &self.lasting
    }

    /// How many bytes are held: the measure of the bound.
    pub(super) fn held(&self) -> usize {
        let other = self.name.len().saturating_add(self.value.len());
        self.data.len().saturating_add(other).saturating_add(self.lasting.held())
    }

    /// How many more bytes the bound allows.
    pub(super) fn room(&self) -> usize {
        self.limit.saturating_sub(self.held())
    }

    pub(super) const fn too_large(&self) -> SseError {
        SseError::TooLarge { limit: self.limit }
    }

    /// Opens the value of a field.
    pub(super) fn begin(&mut self, field: Field) -> Result<(), SseError> {
        if field == Field::Data && mem::replace(&mut self.has_data, true) {
            self.push(field, b"\n")?;
        }
        Ok(())
    }

    /// Adds to the open value.
    #[inline]
    pub(super) fn push(&mut self, field: Field, part: &[u8]) -> Result<(), SseError> {
        if part.len() > self.room() {
            return Err(self.too_large());
        }
        if field == Field::Data {
            self.data.extend_from_slice(part);
            return Ok(());
        }
        if part.len() > SMALL.saturating_sub(self.value.len()) {
            // Two large buffers at once would break the promise about memory.
            self.data.shrink_to(SMALL);
        }
        self.value.extend_from_slice(part);
        Ok(())
    }

    /// Ends the open value.
    pub(super) fn end(&mut self, field: Field) -> Result<(), SseError> {
        let most = self.value.len().saturating_add(self.room());
        let taken = match field {
            Field::Data => Ok(()),
            Field::Event => settle(&mut self.value, &mut self.name, most),
            Field::Id => self.lasting.set_id(&mut self.value, most),
            Field::Retry => {
                self.lasting.set_retry(&self.value);
                Ok(())
            }
        };
        self.value.clear();
        self.value.shrink_to(SMALL);
        taken.map_err(|Overflow| self.too_large())
    }

    /// The blank line: true if it completes an event, which [`event`](Self::event) then shows.
    pub(super) fn close(&mut self) -> Result<bool, SseError> {
        self.open = false;
        self.shown = mem::take(&mut self.has_data);
        if self.shown {
            let most = self.data.len().saturating_add(self.room());
            let data = mem::take(&mut self.data);
            self.text = text::decode(data, most).map_err(|Overflow| self.too_large())?;
        } else {
            forget(&mut self.name);
        }
        self.lasting.commit_id();
        Ok(self.shown)
    }

    /// The event that [`close`](Self::close) completed.
    pub(super) fn event(&mut self) -> SseEvent<'_> {
        let retry = self.lasting.take_new_retry();
        show(&self.name, &self.text, self.lasting.id(), retry)
    }

    /// An event whose name and data were found elsewhere.
    pub(super) fn borrowed_event<'a>(&'a mut self, name: &'a str, data: &'a str) -> SseEvent<'a> {
        let retry = self.lasting.take_new_retry();
        show(name, data, self.lasting.id(), retry)
    }

    /// Takes back the buffers of an event that was shown.
    pub(super) fn reclaim(&mut self) {
        if mem::take(&mut self.shown) {
            self.data = mem::take(&mut self.text).into_bytes();
            self.data.clear();
            forget(&mut self.name);
        }
    }

    /// Discards an unfinished event; true if there was one.
    pub(super) fn abandon(&mut self) -> bool {
        let open = self.open;
        self.release();
        open
    }

    /// Frees the buffers; what lasts stays.
    pub(super) fn release(&mut self) {
        let mut lasting = mem::replace(&mut self.lasting, Lasting::new());
        lasting.discard_new_id();
        *self = Self { lasting, ..Self::new(self.limit) };
    }
}

fn show<'a>(name: &'a str, data: &'a str, id: &'a str, retry: Option<u64>) -> SseEvent<'a> {
    SseEvent { event: if name.is_empty() { "message" } else { name }, data, id, retry }
}
