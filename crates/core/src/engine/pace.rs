//! Cooperative yielding, however fast the bytes arrive.

use std::task::{Context, Poll};

/// How many frames and chunks without an event are read in one poll. A chunk is one read of the
/// transport, so this takes some milliseconds at most.
const STEPS: u32 = 128;

/// Counts steps without an event. After enough of them the task yields: it is woken at once, and
/// meanwhile timers and other tasks run.
#[derive(Debug, Default)]
pub(super) struct Pace {
    steps: u32,
}

impl Pace {
    pub(super) fn poll_step(&mut self, cx: &Context<'_>) -> Poll<()> {
        self.steps = self.steps.wrapping_add(1);
        if self.steps < STEPS {
            return Poll::Ready(());
        }
        self.steps = 0;
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}
