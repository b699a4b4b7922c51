//! What turns used and cost, beyond the life of their streams.

use crate::Usage;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Adds up what turns used and cost: those that finished, those that broke, and those whose stream
/// was dropped before its end, as a host does whose client has left.
///
/// Clones count together. A request carries its meter through whatever wraps a provider, so that
/// a retry's attempts are all counted.
///
/// ```
/// use kei_router_core::{ChatRequest, Message, Meter};
///
/// let meter = Meter::new();
/// let request = ChatRequest::new([Message::user("Hello")]).meter(&meter);
/// // .. the request is sent, its stream is read or dropped ..
/// assert_eq!(meter.spent().turns, 0);
/// ```
#[derive(Clone, Default)]
pub struct Meter(Arc<Mutex<Spent>>);

/// What turns have used and cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Spent {
    /// How many turns have begun to be answered and are over.
    pub turns: u64,
    /// Of them, those that did not reach their finish.
    pub broken: u64,
    /// What they used, as far as their vendors had told.
    pub usage: Usage,
    /// The sum of the known prices, in micro-cents.
    pub cost: u128,
    /// Of the turns, those whose price is not known: `cost` lacks them.
    pub unpriced: u64,
}

impl Meter {
    /// A meter that has counted nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// What was counted so far. A turn counts when it is over.
    pub fn spent(&self) -> Spent {
        *self.lock()
    }

    /// Counts a turn that has finished, for providers that are none of a vendor's own: those
    /// count theirs themselves. `cost` is in micro-cents, `None` where it is unknown.
    pub fn record(&self, usage: &Usage, cost: Option<u128>) {
        self.add(usage, cost, false);
    }

    /// Counts a turn that broke or was given up, with what is known of it.
    pub fn record_broken(&self, usage: &Usage, cost: Option<u128>) {
        self.add(usage, cost, true);
    }

    fn add(&self, usage: &Usage, cost: Option<u128>, broken: bool) {
        let mut spent = self.lock();
        spent.turns = spent.turns.saturating_add(1);
        spent.broken = spent.broken.saturating_add(broken.into());
        spent.usage += *usage;
        spent.cost = spent.cost.saturating_add(cost.unwrap_or(0));
        spent.unpriced = spent.unpriced.saturating_add(cost.is_none().into());
    }

    fn lock(&self) -> MutexGuard<'_, Spent> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl PartialEq for Meter {
    /// Whether both count together.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Meter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Meter").field(&self.spent()).finish()
    }
}
