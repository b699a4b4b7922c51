//! Reading a whole response at once.

use super::Reader;
use crate::{Finish, LlmError, Reply, StreamEvent, Warning};
use bytes::Bytes;

/// The result of reading a whole response with [`Reader::read`] or [`Reader::read_document`].
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Reading {
    /// The events, in order.
    pub events: Vec<StreamEvent>,
    /// The error that ended the stream; `None` for a complete reply.
    pub error: Option<LlmError>,
}

impl Reading {
    /// The finished turn; `None` if the stream ended with an error.
    pub fn finish(&self) -> Option<&Finish> {
        self.events.iter().find_map(|event| match event {
            StreamEvent::Finish(finish) => Some(finish.as_ref()),
            _ => None,
        })
    }

    /// The warnings, in order.
    pub fn warnings(&self) -> impl Iterator<Item = &Warning> {
        self.events.iter().filter_map(|event| match event {
            StreamEvent::Warning(warning) => Some(warning),
            _ => None,
        })
    }

    /// The complete reply.
    ///
    /// # Errors
    /// The error that ended the stream; it contains the partial reply.
    pub fn into_reply(self) -> Result<Reply, LlmError> {
        match self.error {
            Some(error) => Err(error),
            None => Reply::from_events(self.events),
        }
    }
}

impl Reader {
    /// Reads a whole response body; it does not matter how it is split into chunks.
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

    /// Reads a whole JSON document that came instead of a stream.
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
