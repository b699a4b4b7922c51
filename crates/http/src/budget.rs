//! The budgets of time of one exchange, on one timer.

use crate::upload::Upload;
use kei_router_core::{LlmError, Phase, Timeouts};
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::time::{Instant, Sleep, sleep_until};

/// Far enough to be never, near enough for a timer: a year.
const NEVER: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Measures one exchange.
pub(crate) struct Deadlines {
    started: Instant,
    handshake: Deadline,
    idle: Duration,
    /// What ends the exchange, whatever arrives.
    end: Option<Deadline>,
    /// Since when nothing has come, though it was asked for.
    waiting: Option<Deadline>,
    /// It is made at the start, inside the runtime, so that the body can be read outside of it.
    timer: Pin<Box<Sleep>>,
}

/// A moment by which something must have happened.
#[derive(Clone, Copy)]
struct Deadline {
    at: Instant,
    phase: Phase,
    budget: Duration,
}

impl Deadlines {
    /// Starts to measure; the request is sent now.
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

    /// The future's output, if it comes within the handshake's budget, and the total one.
    ///
    /// The handshake's budget begins anew with each piece of the request that the server takes:
    /// it is the time for an answer, and a server that reads nothing runs out of it too.
    pub(crate) async fn handshake<F: Future>(
        &mut self,
        future: F,
        upload: &Upload,
    ) -> Result<F::Output, LlmError> {
        let mut future = pin!(future);
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

    /// A piece of the body has come. An error where that is too late.
    pub(crate) fn arrived(&mut self) -> Result<(), LlmError> {
        self.waiting = None;
        match self.end {
            Some(end) if end.at <= Instant::now() => Err(end.error()),
            _ => Ok(()),
        }
    }

    /// Waits, while there is nothing to read, until that has taken too long.
    ///
    /// The wait begins when the body has been asked in vain: a caller who takes his time is no
    /// idle server.
    pub(crate) fn poll_idle(&mut self, cx: &mut Context<'_>) -> Poll<LlmError> {
        let idle = self.idle;
        let new = || Deadline::after(Instant::now(), Phase::Idle, idle);
        let deadline = *self.waiting.get_or_insert_with(new);
        self.poll_passed(deadline, cx)
    }

    /// The next piece must come within the handshake's budget.
    pub(crate) fn continue_handshake(&mut self) {
        self.waiting = Some(self.handshake);
    }

    /// From now on, everything that is left must come within `budget`.
    pub(crate) fn limit(&mut self, budget: Duration) {
        let deadline = Deadline::after(Instant::now(), Phase::Idle, budget);
        self.end = Some(deadline.or_earlier(self.end));
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    fn poll_passed(&mut self, deadline: Deadline, cx: &mut Context<'_>) -> Poll<LlmError> {
        let deadline = deadline.or_earlier(self.end);
        // A timer that is set too early is left alone: to look again when it fires is cheaper
        // than to set it anew at each piece.
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
