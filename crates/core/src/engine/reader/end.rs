//! The end of a response.

use super::{Reader, Stage, decode};
use crate::codec::DecodeError;
use crate::{LlmError, Meter, StreamEvent, Timing, WarningKind};
use std::time::Duration;

impl Reader {
    /// Takes a whole JSON reply in place of a stream.
    pub fn document(&mut self, json: &str) {
        self.document_at(json, Duration::ZERO);
    }

    /// Ends the body, with the error if it is `broken`.
    pub(in crate::engine) fn end_at(&mut self, broken: Option<LlmError>, total: Duration) {
        if !self.is_reading() {
            return;
        }
        if let Some(last) = self.framer.finish(broken.is_some()) {
            self.frames = self.frames.saturating_add(1);
            let frame = match last {
                Ok(frame) => frame,
                Err(error) => return self.fail(error.into(), &self.damaged()),
            };
            if let Err(error) = decode(self.decoder.as_mut(), frame, &mut self.turn) {
                return self.fail(error, &self.place());
            }
        }
        if broken.is_none() && self.end_as_document(total) {
            return;
        }
        self.settle(broken, total);
    }

    /// Takes a whole JSON reply in place of a stream.
    pub(in crate::engine) fn document_at(&mut self, json: &str, total: Duration) {
        if !self.is_reading() {
            return;
        }
        match self.decode_document(json) {
            Ok(()) => self.settle(None, total),
            Err(error) => self.fail(error, ""),
        }
    }

    /// Whether the response is still being read: neither complete nor failed.
    pub(in crate::engine) fn is_reading(&self) -> bool {
        matches!(self.stage, Stage::Streaming)
    }

    /// Whether the reply was complete.
    pub(in crate::engine) fn is_concluded(&self) -> bool {
        matches!(self.stage, Stage::Concluded)
    }

    /// This reader, if the document was a reply; else the error for the document.
    pub(in crate::engine) fn into_reply(self, document: &str) -> Result<Self, LlmError> {
        match self.stage {
            Stage::Failed(error) => Err(self.ending.no_reply(*error, document)),
            _ => Ok(self),
        }
    }

    pub(super) fn settle(&mut self, broken: Option<LlmError>, total: Duration) {
        if !self.turn.is_complete() {
            match self.decoder.end_of_body(&mut self.turn) {
                Ok(()) => self.turn.complete(),
                Err(error) => return self.cut_off(broken, error),
            }
            if broken.is_some() {
                let message =
                    "the connection broke after the reply was whole; usage may be missing";
                self.turn.warn(WarningKind::Ending, "connection", message);
            }
        }
        self.conclude(total);
    }

    /// The reply is not complete. The best reason is an error in stray lines, then what broke the
    /// body; else it just ended early, and the stray lines may help to see why.
    fn cut_off(&mut self, broken: Option<LlmError>, error: DecodeError) {
        let stray = self.framer.stray();
        if let Some(error) = self.ending.stray(stray).or(broken) {
            return self.fail(error.into(), "");
        }
        let error = match error {
            DecodeError::Error(error) if !stray.is_empty() => {
                error.with_body(String::from_utf8_lossy(stray)).into()
            }
            error => error,
        };
        self.fail(error, "");
    }

    pub(super) fn fail(&mut self, error: DecodeError, place: &str) {
        let error = self.ending.error(error, place, &mut self.turn);
        if let (Some(meter), Some(partial)) = (&self.meter, error.partial()) {
            meter.record_broken(&partial.usage, partial.cost);
        }
        self.stage = Stage::Failed(Box::new(error));
    }

    pub(super) fn conclude(&mut self, total: Duration) {
        let timing = Timing { first_event: Some(self.first_event.unwrap_or(total)), total };
        let finish = self.ending.finish(&mut self.turn, timing);
        if let Some(meter) = &self.meter {
            meter.record(&finish.usage, finish.cost);
        }
        self.turn.push_last(StreamEvent::Finish(Box::new(finish)));
        self.stage = Stage::Concluded;
    }

    /// Counts the turn on this meter when it is over.
    pub(in crate::engine) fn metered(mut self, meter: &Option<Meter>) -> Self {
        self.meter.clone_from(meter);
        self
    }

    /// Nothing more of the answer will be read.
    pub(in crate::engine) fn abandon(&mut self) {
        if let (Some(meter), true) = (&self.meter, self.is_reading()) {
            let partial = self.ending.partial(&mut self.turn);
            meter.record_broken(&partial.usage, partial.cost);
        }
    }

    /// The place of a frame that the framing could not read. The byte at which that is noticed
    /// depends on chunking.
    pub(super) fn damaged(&self) -> String {
        format!("event {}", self.frames)
    }

    /// Where the last frame was.
    pub(super) fn place(&self) -> String {
        let end = self.bytes.saturating_sub(self.framer.unread() as u64);
        format!("event {}, ending at byte {end}", self.frames)
    }
}
