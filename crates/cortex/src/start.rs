//! From the command line to a running daemon.

use crate::{AppState, Args, Guard, Limits, files, serve, source};
use futures_util::Stream;
use kei_router::ErrorKind;
use std::error::Error;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;

type Failure = Box<dyn Error + Send + Sync>;

/// Runs the daemon until the first item of `stop`, or its second: see [`serve`].
///
/// # Errors
/// Says why it cannot start: an address in use or open to others without a token, an unknown
/// default provider.
pub async fn run(args: Args, stop: impl Stream<Item = ()> + Send + Unpin) -> Result<(), Failure> {
    if !args.bind.is_loopback() && args.token.is_none() {
        return Err("--bind to anything but loopback needs --token".into());
    }
    let (router, _simulators) = source::router(&args).await?;
    match router.pick(&args.provider).err() {
        Some(error) if error.kind() == ErrorKind::UnknownProvider => return Err(error.into()),
        Some(error) => tracing::warn!("the default provider is not ready: {error}"),
        None => {}
    }
    let state = AppState::new(router, &args.provider).with_limits(limits(&args));
    let listener = listen(SocketAddr::new(args.bind, args.port)).await?;
    tracing::info!("listening on http://{}", listener.local_addr()?);
    serve(listener, state, Guard::new(args.bind, args.token, args.allow_origins), stop).await;
    Ok(())
}

async fn listen(addr: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(addr).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => {
            format!("{addr} is taken, perhaps by another kei-cortex: choose another --port").into()
        }
        _ => format!("cannot listen on {addr}: {error}").into(),
    })
}

fn limits(args: &Args) -> Limits {
    // A client's connection, the one to the vendor, and in a demo the simulator's end of it.
    let each = if source::is_demo(args) { 3 } else { 2 };
    Limits {
        max_connections: files::room_for(args.max_connections, each),
        grace: Duration::from_secs(args.grace),
        ..Limits::default()
    }
}
