//! Dropping aborts the exchange.

use super::{LONG, Outcome, Rig, SHORT};
use crate::Script;
use crate::suite::subject::request;
use futures_util::StreamExt;
use std::time::{Duration, Instant};

/// How soon the vendor must notice.
const SOON: Duration = Duration::from_secs(2);

/// A stream that is dropped after its first event.
pub(super) async fn stream(rig: &Rig<'_>) -> Outcome {
    let (sim, provider) = rig.start(Script::text("One two three.").stall_after_events(4)).await?;
    let stream = provider.stream(&request()).await;
    let mut stream = stream.map_err(|error| error.to_string())?;
    let first = stream.next().await;
    if !matches!(first, Some(Ok(_))) {
        return Err(format!("no first event, but {first:?}"));
    }
    let dropped = Instant::now();
    drop(stream);
    soon(dropped, sim.aborted().await)
}

/// A future that is dropped before the answer begins.
pub(super) async fn future(rig: &Rig<'_>) -> Outcome {
    let (sim, provider) = rig.start(Script::default().head_after(LONG * 2)).await?;
    if tokio::time::timeout(SHORT, provider.stream(&request())).await.is_ok() {
        return Err("it does not wait for the answer".to_owned());
    }
    soon(Instant::now(), sim.aborted().await)
}

fn soon(dropped: Instant, seen: Instant) -> Outcome {
    let took = seen.saturating_duration_since(dropped);
    if took < SOON { Ok(1) } else { Err(format!("the vendor notices after {took:?}")) }
}
