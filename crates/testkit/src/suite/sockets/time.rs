//! Budgets of time.

use super::{LONG, Outcome, Rig, SHORT, exchange, failure, lawful, text};
use crate::Script;
use crate::suite::subject::request;
use kei_router_core::{Phase, Timeouts};

/// A stream that falls silent runs out of time, with what had arrived.
pub(super) async fn idle(rig: &Rig<'_>) -> Outcome {
    let (_sim, provider) =
        rig.start(Script::text("One two three four five.").stall_after_events(5)).await?;
    let request = request().timeouts(Timeouts::default().idle(SHORT));
    let answer = exchange(provider.as_ref(), &request).await;
    let collected = answer.map_err(|error| error.to_string())?;
    let error = failure(&collected)?;
    if error.phase() == Some(Phase::Idle) { Ok(1) } else { Err(format!("{error}")) }
}

/// Comments keep a silent stream alive.
pub(super) async fn comments(rig: &Rig<'_>) -> Outcome {
    let script = Script::text("Late.").first_after(SHORT * 3).keep_alive(SHORT / 8);
    let (_sim, provider) = rig.start(script).await?;
    let request = request().timeouts(Timeouts::default().idle(SHORT));
    let answer = exchange(provider.as_ref(), &request).await;
    let collected = answer.map_err(|error| error.to_string())?;
    lawful(&collected)?;
    if text(&collected) == "Late." { Ok(1) } else { Err(format!("{:?}", collected.items.last())) }
}

/// A vendor that never begins to answer fails the call itself.
pub(super) async fn handshake(rig: &Rig<'_>) -> Outcome {
    let (_sim, provider) = rig.start(Script::default().head_after(LONG * 2)).await?;
    let request = request().timeouts(Timeouts::default().handshake(SHORT));
    match exchange(provider.as_ref(), &request).await {
        Ok(collected) => Err(format!("it opens: {:?}", collected.items.last())),
        Err(error) if error.phase() == Some(Phase::Handshake) => Ok(1),
        Err(error) => Err(format!("{error}")),
    }
}
