//! A flood of bytes that say nothing neither holds a budget up nor holds other tasks up.

use super::{Outcome, Rig, SHORT, exchange, failure};
use crate::Script;
use crate::suite::subject::request;
use kei_router_core::{Phase, Timeouts};
use std::cell::Cell;
use std::time::{Duration, Instant};

/// How often another task wants to run.
const TICK: Duration = Duration::from_millis(5);
/// The longest that it may be held up: a busy machine holds it up too, but a stream that does not
/// give way holds it up until the budget ends.
const MAX_LATE: Duration = SHORT.saturating_mul(2);

/// The total budget ends a flood, the idle one does not, and a timer beside it fires in time.
pub(super) async fn flood(rig: &Rig<'_>) -> Outcome {
    let (_sim, provider) = rig.start(Script::text("One two three.").flood_after_events(4)).await?;
    let budgets = Timeouts::default().idle(SHORT).total(SHORT * 3);
    let request = request().timeouts(budgets);
    let over = Cell::new(false);
    let asking = async {
        let answer = exchange(provider.as_ref(), &request).await;
        over.set(true);
        answer
    };
    let (answer, latest) = tokio::join!(asking, ticking(&over));
    let collected = answer.map_err(|error| error.to_string())?;
    let error = failure(&collected)?;
    if error.phase() != Some(Phase::Total) {
        return Err(format!("no total budget ends it, but {error}"));
    }
    if latest > MAX_LATE {
        return Err(format!("another task is held up for {latest:?}"));
    }
    Ok(1)
}

/// Ticks until it is over, and says by how much the latest tick was late.
async fn ticking(over: &Cell<bool>) -> Duration {
    let mut latest = Duration::ZERO;
    while !over.get() {
        let begun = Instant::now();
        tokio::time::sleep(TICK).await;
        latest = latest.max(begun.elapsed().saturating_sub(TICK));
    }
    latest
}
