//! A whole answer, read at once.

use super::Reader;
use crate::{Finish, LlmError, Reply, StreamEvent, Warning};
use bytes::Bytes;

/// What a whole answer gave, by [`Reader::read`] or [`Reader::read_document`].
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Reading {
    /// The events, in order.
    pub events: Vec<StreamEvent>,
    /// The error that ended them; `None` behind a whole reply.
    pub error: Option<LlmError>,
}

impl Reading {
    /// The turn; `None` where an error came in its place.
    pub fn finish(&self) -> Option<&Finish> {
        self.events.iter().find_map(|event| match event {
            StreamEvent::Finish(finish) => Some(finish.as_ref()),
            _ => None,
        })
    }

    /// What the caller should know.
    pub fn warnings(&self) -> impl Iterator<Item = &Warning> {
        self.events.iter().filter_map(|event| match event {
            StreamEvent::Warning(warning) => Some(warning),
            _ => None,
        })
    }

    /// The whole reply.
    ///
    /// # Errors
    /// The error that ended the answer, which carries what had arrived.
    pub fn into_reply(self) -> Result<Reply, LlmError> {
        match self.error {
            Some(error) => Err(error),
            None => Reply::from_events(self.events),
        }
    }
}

impl Reader {
    /// Reads a whole body, in whichever chunks, to its end.
    pub fn read(mut self, chunks: impl IntoIterator<Item = impl Into<Bytes>>) -> Reading {
        let mut reading = Reading::default();
        for chunk in chunks {
            self.feed(chunk.into());
            reading.drain(&mut self);
        }
        self.end(None);
        reading.drain(&mut self);
        reading
    }

    /// Reads a whole JSON reply that came in place of the stream.
    pub fn read_document(mut self, json: &str) -> Reading {
        let mut reading = Reading::default();
        self.document(json);
        reading.drain(&mut self);
        reading
    }
}

impl Reading {
    /// Takes what the reader has so far.
    fn drain(&mut self, reader: &mut Reader) {
        while let Some(item) = reader.next() {
            match item {
                Ok(event) => self.events.push(event),
                Err(error) => self.error = Some(error),
            }
        }
    }
}
