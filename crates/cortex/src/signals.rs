//! Ctrl-C and SIGTERM.

#[cfg(not(unix))]
use futures_util::StreamExt;
use futures_util::stream::{self, Stream};
use std::io;

/// An item for each Ctrl-C, and for each SIGTERM where there is one.
///
/// # Errors
/// Where the system lets nobody listen to them.
#[cfg(unix)]
pub fn stop_signals() -> io::Result<impl Stream<Item = ()> + Send + Unpin> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) =
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(stream::poll_fn(move |context| match interrupt.poll_recv(context) {
        std::task::Poll::Pending => terminate.poll_recv(context),
        ready => ready,
    }))
}

/// An item for each Ctrl-C.
///
/// # Errors
/// Never: where nobody can listen, no item comes.
#[cfg(not(unix))]
pub fn stop_signals() -> io::Result<impl Stream<Item = ()> + Send + Unpin> {
    let next = |()| async { tokio::signal::ctrl_c().await.ok().map(|()| ((), ())) };
    Ok(stream::unfold((), next).boxed())
}
