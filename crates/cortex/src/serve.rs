//! The daemon's life: from its arguments to a listening socket, and to an end that lets running
//! answers finish.

use crate::app::{app, busy};
use crate::connections::Connections;
use crate::{AppState, Guard};
use futures_util::{Stream, StreamExt};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::time::{sleep, timeout};

/// How long the last events may take to reach their clients.
const FLUSH: Duration = Duration::from_secs(1);

/// Serves until the first item of `stop`. From then on no connection is accepted, and running
/// answers have the grace to finish; what is then still running, or at the second item of `stop`,
/// ends with an `error` and `done`. An end of `stop` means nothing.
pub async fn serve(
    listener: TcpListener,
    state: AppState,
    rules: Guard,
    mut stop: impl Stream<Item = ()> + Send + Unpin,
) {
    let routes = (app(state.clone(), rules), busy(state.clone()));
    let mut connections = Connections::new(routes.0, routes.1, state.limits);
    tokio::select! {
        () = connections.accept(&listener) => {}
        () = next(&mut stop) => {}
    }
    drop(listener);
    let grace = state.limits.grace;
    tracing::info!("stopping: running answers have {} s", grace.as_secs_f64());
    let mut finished = std::pin::pin!(connections.finished());
    tokio::select! {
        () = &mut finished => return,
        () = sleep(grace) => {}
        () = next(&mut stop) => {}
    }
    let running = state.running();
    state.ending.cancel();
    let flushed = timeout(FLUSH, finished).await.is_ok();
    if running > 0 || !flushed {
        tracing::warn!(running, "answers were cut");
    }
}

/// The next item; never, where there is none.
async fn next(stop: &mut (impl Stream<Item = ()> + Unpin)) {
    if stop.next().await.is_none() {
        std::future::pending::<()>().await;
    }
}
