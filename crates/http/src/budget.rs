//! The timeouts of one exchange, on a single timer.

use crate::upload::Upload;
use kei_router_core::{LlmError, Phase, Timeouts};
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::time::{Instant, Sleep, sleep_until};

/// Far enough to be never, near enough for a timer: a year.
const NEVER: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// The deadlines of one exchange.
pub(crate) struct Deadlines {
    started: Instant,
    handshake: Deadline,
    idle: Duration,
    /// The end of the whole exchange, whatever arrives.
    end: Option<Deadline>,
    /// The deadline of the read that is pending.
    waiting: Option<Deadline>,
    /// Created at the start, inside the runtime, so that the body can be read outside of it.
    timer: Pin<Box<Sleep>>,
}

/// A time limit, with the phase and timeout that it belongs to.
#[derive(Clone, Copy)]
struct Deadline {
    at: Instant,
    phase: Phase,
    budget: Duration,
}

impl Deadlines {
    /// Starts the clock; the request is sent now.
    pub(crate) fn start(budgets: Timeouts) -> Self {
        let started = Instant::now();
        let budget = budgets.handshake.unwrap_or(Timeouts::HANDSHAKE);
        let handshake = Deadline::after(started, Phase::Handshake, budget);
        let end = budgets.total.map(|budget| Deadline::after(started, Phase::Total, budget));
        Self {
            started,
            handshake,
            idle: budgets.idle.unwrap_or(Timeouts::IDLE),
            end,
            waiting: None,
            timer: Box::pin(sleep_until(handshake.at)),
        }
    }

    /// Awaits the future within the handshake and total timeouts.
    ///
    /// The handshake timeout restarts with each piece of the request that the server accepts: it is
    /// the time to wait for a response. A server that reads nothing runs into it too.
    pub(crate) async fn handshake<F: Future>(
        &mut self,
        mut future: Pin<&mut F>,
        upload: &Upload,
    ) -> Result<F::Output, LlmError> {
        poll_fn(|cx| match future.as_mut().poll(cx) {
            Poll::Ready(output) => Poll::Ready(Ok(output)),
            Poll::Pending => {
                if let Some(last) = upload.last_progress() {
                    self.handshake = self.handshake.from(last);
                }
                self.poll_passed(self.handshake, cx).map(Err)
            }
        })
        .await
    }

    /// Records that a chunk of the body has arrived. An error if it is too late.
    pub(crate) fn arrived(&mut self) -> Result<(), LlmError> {
        self.waiting = None;
        match self.end {
            Some(end) if end.at <= Instant::now() => Err(end.error()),
            _ => Ok(()),
        }
    }

    /// Resolves when the idle timeout has expired.
    ///
    /// It starts when a read is pending: a slow caller does not make the server idle.
    pub(crate) fn poll_idle(&mut self, cx: &mut Context<'_>) -> Poll<LlmError> {
        let idle = self.idle;
        let new = || Deadline::after(Instant::now(), Phase::Idle, idle);
        let deadline = *self.waiting.get_or_insert_with(new);
        self.poll_passed(deadline, cx)
    }

    /// Applies the handshake timeout to the next chunk.
    pub(crate) fn continue_handshake(&mut self) {
        self.waiting = Some(self.handshake);
    }

    /// From now on, the rest of the body must arrive within `budget`.
    pub(crate) fn limit(&mut self, budget: Duration) {
        let deadline = Deadline::after(Instant::now(), Phase::Idle, budget);
        self.end = Some(deadline.or_earlier(self.end));
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    fn poll_passed(&mut self, deadline: Deadline, cx: &mut Context<'_>) -> Poll<LlmError> {
        let deadline = deadline.or_earlier(self.end);
        // A timer that is set too early is left alone: checking again when it fires is cheaper than
        // resetting it for each chunk.
        if self.timer.deadline() > deadline.at {
            self.timer.as_mut().reset(deadline.at);
        }
        loop {
            ready!(self.timer.as_mut().poll(cx));
            if deadline.at <= Instant::now() {
                return Poll::Ready(deadline.error());
            }
            self.timer.as_mut().reset(deadline.at);
        }
    }
}

impl Deadline {
    fn after(start: Instant, phase: Phase, budget: Duration) -> Self {
        let at = start.checked_add(budget.min(NEVER)).unwrap_or(start);
        Self { at, phase, budget }
    }

    /// The same budget, counted from `start` if that is later.
    fn from(self, start: Instant) -> Self {
        let later = Self::after(start, self.phase, self.budget);
        if later.at > self.at { later } else { self }
    }

    fn or_earlier(self, other: Option<Self>) -> Self {
        other.filter(|other| other.at < self.at).unwrap_or(self)
    }

    #[cold]
    fn error(self) -> LlmError {
        LlmError::timeout(self.phase, self.budget)
    }
}
