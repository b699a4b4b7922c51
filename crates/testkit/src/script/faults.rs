//! What goes wrong.

use super::{Answer, Refused, Script, Stop};

/// What goes wrong.
impl Script {
    /// Leaves out the event that ends the wire's streams: `message_stop`, `[DONE]`,
    /// `response.completed`.
    pub fn without_terminator(mut self) -> Self {
        self.delivery.without_terminator = true;
        self
    }

    /// Closes the connection after this many bytes of the body.
    pub fn cut_after_bytes(self, bytes: usize) -> Self {
        self.stop(Stop::CutAfterBytes(bytes))
    }

    /// Closes the connection after this many events.
    pub fn cut_after_events(self, events: usize) -> Self {
        self.stop(Stop::CutAfterEvents(events))
    }

    /// Sends nothing more after this many events, and keeps the connection open.
    pub fn stall_after_events(self, events: usize) -> Self {
        self.stop(Stop::StallAfterEvents(events))
    }

    /// After this many events, sends comments, blank lines and unknown events as fast as the client
    /// reads them, until it leaves or 1 GiB is sent.
    pub fn flood_after_events(self, events: usize) -> Self {
        self.stop(Stop::FloodAfterEvents(events))
    }

    /// Ends the body cleanly after this many events.
    pub fn end_after_events(self, events: usize) -> Self {
        self.stop(Stop::EndAfterEvents(events))
    }

    /// Sends an error in the format's own shape after this many events, and ends the body.
    pub fn error_after_events(self, events: usize, error: Refused) -> Self {
        self.stop(Stop::ErrorAfterEvents(events, error))
    }

    /// Refuses the request, in the vendor's own shape.
    pub fn refuse(self, refused: Refused) -> Self {
        self.answer(Answer::Refused(refused))
    }

    /// Answers with the whole reply as one JSON document, like a server that does not stream; with
    /// an empty object if the format has no such document.
    pub fn unstreamed(self) -> Self {
        self.answer(Answer::Unstreamed)
    }

    /// Answers with this status and document in place of a stream: a gateway's error page, an
    /// error body under status 200.
    pub fn document(self, status: u16, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let (media_type, body) = (media_type.to_owned(), body.into());
        self.answer(Answer::Document { status, media_type, body })
    }

    /// Sends the client elsewhere, with status 307.
    pub fn redirect(self, url: &str) -> Self {
        self.header("location", url).document(307, "text/plain", "")
    }

    /// Answers with this status and a body that goes on until the client leaves, or 1 GiB.
    pub fn endless_body(self, status: u16) -> Self {
        self.answer(Answer::Endless(status))
    }

    /// Closes the connection without any answer.
    pub fn hang_up(self) -> Self {
        self.answer(Answer::HangUp)
    }

    fn stop(mut self, stop: Stop) -> Self {
        self.delivery.stop = stop;
        self
    }

    fn answer(mut self, answer: Answer) -> Self {
        self.delivery.answer = answer;
        self
    }
}
