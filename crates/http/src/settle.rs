//! Connections on their way back to the pool.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// The moment in which a connection is on its way: the timer's own grain.
const MOMENT: Duration = Duration::from_millis(1);

/// When an answer over HTTP/1 last came to its end.
///
/// A task of the connection's own takes it back into the pool a moment later. On a runtime with
/// many threads a request that is made in that moment finds no connection, and opens another: of
/// fifty requests in a row up to ten did so. And some servers (llama.cpp) promise to keep a
/// connection, but close it behind each stream: a request that is sent in that moment is lost. So
/// a request lets the moment pass; the timer fires behind what the runtime had to do before.
pub(crate) struct Returning {
    start: Instant,
    /// Microseconds from `start`, plus one; zero means never.
    last: AtomicU64,
}

impl Returning {
    pub(crate) fn new() -> Self {
        Self { start: Instant::now(), last: AtomicU64::new(0) }
    }

    /// An answer has come to its end just now.
    pub(crate) fn ended(&self) {
        let now = u64::try_from(self.start.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.last.store(now.saturating_add(1), Ordering::Relaxed);
    }

    /// Waits until no connection is on its way.
    pub(crate) async fn settled(&self) {
        let last = self.last.load(Ordering::Relaxed);
        if last == 0 {
            return;
        }
        let settled = Duration::from_micros(last).saturating_add(MOMENT);
        if let Some(at) = self.start.checked_add(settled).filter(|at| *at > Instant::now()) {
            sleep_until(at).await;
        }
    }
}
