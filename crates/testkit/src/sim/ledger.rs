//! What a simulator keeps of what has happened.

use crate::SimRequest;
use crate::replay::locked;
use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;
use tokio::sync::Notify;

#[derive(Debug, Default)]
pub(super) struct Ledger {
    pub(super) connections: Counter,
    pub(super) aborts: Counter,
    pub(super) completed: Counter,
    pub(super) bytes: Counter,
    requests: Mutex<Vec<SimRequest>>,
    /// Aborts that nobody has waited for yet.
    unclaimed: Mutex<VecDeque<Instant>>,
    changed: Notify,
}

#[derive(Debug, Default)]
pub(super) struct Counter(AtomicU64);

impl Counter {
    /// Adds, and says how many there are now.
    pub(super) fn add(&self, more: u64) -> u64 {
        self.0.fetch_add(more, Ordering::SeqCst).saturating_add(more)
    }

    pub(super) fn count(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }
}

impl Ledger {
    pub(super) fn requests(&self) -> Vec<SimRequest> {
        locked(&self.requests).clone()
    }

    /// Keeps a request, and says which one it is, counted from 1.
    pub(super) fn keep(&self, request: SimRequest) -> u64 {
        let mut requests = locked(&self.requests);
        requests.push(request);
        requests.len() as u64
    }

    pub(super) fn abort(&self) {
        self.aborts.add(1);
        locked(&self.unclaimed).push_back(Instant::now());
        self.changed.notify_waiters();
    }

    pub(super) async fn next_abort(&self) -> Instant {
        loop {
            let mut changed = std::pin::pin!(self.changed.notified());
            changed.as_mut().enable();
            if let Some(at) = locked(&self.unclaimed).pop_front() {
                return at;
            }
            changed.await;
        }
    }
}
