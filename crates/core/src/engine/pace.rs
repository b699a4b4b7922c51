//! When a task gives way to others, however fast the bytes come.

use std::task::{Context, Poll};

/// How many frames and chunks without an event are read in one poll. A chunk is a read buffer of
/// the transport's, so this is some milliseconds at most.
const STEPS: u32 = 128;

/// Counts steps that yield no event. After enough of them the task gives way: it is woken at
/// once, and meanwhile timers and other tasks run.
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
