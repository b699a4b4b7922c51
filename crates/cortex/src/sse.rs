//! From the model's events to the client's: one `data:` line of JSON and a blank line each.

use crate::event::{ClientEvent, UsageEvent};
use crate::turn::Turn;
use crate::wanted::Wanted;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{Stream, StreamExt};
use kei_router::{EventStream, Finish, LlmError, StreamEvent};
use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio_util::sync::WaitForCancellationFutureOwned;

/// How often a comment is sent while the model is silent.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// The events of an answer. It pulls the model's stream as the client reads, so that a client that
/// leaves drops it, and the request to the vendor with it. `done` is last, whatever happened before
/// it.
pub(crate) struct Answer {
    /// `None` when it has ended. It is dropped before the turn, which then knows what it cost.
    stream: Option<EventStream>,
    wanted: Wanted,
    conversation_id: String,
    /// What is still to be sent.
    queue: VecDeque<ClientEvent>,
    /// Resolves when running answers must end.
    stopped: Pin<Box<WaitForCancellationFutureOwned>>,
    turn: Turn,
}

impl Answer {
    pub(crate) fn new(
        stream: EventStream,
        mut turn: Turn,
        wanted: Wanted,
        conversation_id: String,
    ) -> Self {
        turn.runs();
        let stopped = Box::pin(turn.ending.clone().cancelled_owned());
        let queue = VecDeque::new();
        Self { stream: Some(stream), wanted, conversation_id, queue, stopped, turn }
    }

    pub(crate) fn into_response(self) -> Response {
        let events = self.map(|event| Event::default().json_data(event));
        let sse = Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE));
        ([("x-accel-buffering", "no")], sse).into_response()
    }

    fn take(&mut self, item: Option<Result<StreamEvent, LlmError>>) {
        match item {
            Some(Ok(StreamEvent::Started(started))) => self.turn.started(*started),
            Some(Ok(StreamEvent::Finish(finish))) => self.finish(&finish),
            Some(Ok(event)) => self.queue.extend(ClientEvent::of(event, self.wanted)),
            Some(Err(error)) => self.broke(&error),
            None => match self.turn.finish_reason() {
                Some(reason) => self.done(reason),
                None => self.broke(&LlmError::truncated("the stream ended without a finish")),
            },
        }
    }

    fn finish(&mut self, finish: &Finish) {
        self.turn.finished(finish);
        if self.wanted.usage {
            self.queue.push_back(ClientEvent::Usage(Box::new(UsageEvent::whole(finish))));
        }
    }

    fn broke(&mut self, error: &LlmError) {
        self.turn.broke(error);
        self.queue.push_back(ClientEvent::error(error));
        if let Some(partial) = error.partial().filter(|_| self.wanted.usage) {
            let bill = UsageEvent::broken(partial, error.provider());
            self.queue.extend(bill.map(Box::new).map(ClientEvent::Usage));
        }
        self.done("error");
    }

    fn stop(&mut self) {
        let message = "the daemon is stopping".to_owned();
        self.queue.push_back(ClientEvent::Error { code: "stopping", message, retry_after: None });
        self.done("error");
    }

    fn done(&mut self, finish_reason: &'static str) {
        let conversation_id = std::mem::take(&mut self.conversation_id);
        self.queue.push_back(ClientEvent::Done { conversation_id, finish_reason });
        self.stream = None;
    }
}

impl Stream for Answer {
    type Item = ClientEvent;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<ClientEvent>> {
        let this = self.get_mut();
        loop {
            if let Some(event) = this.queue.pop_front() {
                return Poll::Ready(Some(event));
            }
            let Some(stream) = &mut this.stream else { return Poll::Ready(None) };
            if this.stopped.as_mut().poll(context).is_ready() {
                this.stop();
            } else {
                let item = ready!(stream.poll_next_unpin(context));
                this.take(item);
            }
        }
    }
}

#[cfg(test)]
mod tests;
