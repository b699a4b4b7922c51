//! From the command line to a running daemon.

use crate::{AppState, Args, Guard, Limits, files, serve, source, token_file};
use futures_util::Stream;
use kei_router::{ErrorKind, LlmError, LlmRouter, Provider};
use std::error::Error;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;
use tokio::net::TcpListener;

type Failure = Box<dyn Error + Send + Sync>;

/// Runs the daemon until the first item of `stop`, or its second: see [`serve`].
///
/// # Errors
/// Says why it cannot start: an address in use or open to others without a token, an unknown
/// default provider.
pub async fn run(args: Args, stop: impl Stream<Item = ()> + Send + Unpin) -> Result<(), Failure> {
    let token = token_file::find(&args)?;
    if !args.bind.is_loopback() && token.is_none() {
        return Err("--bind to anything but loopback needs --token-file or --token".into());
    }
    if !args.allow_hosts.is_empty() && token.is_none() {
        tracing::warn!("--allow-host without a token: whoever reaches that host may ask");
    }
    let (router, _simulators) = source::router(&args).await?;
    check(&router, &args.provider)?;
    let state = AppState::new(router, &args.provider).with_limits(limits(&args));
    let state = state.with_logged_reasons(args.log_reasons);
    let listener = listen(SocketAddr::new(args.bind, args.port)).await?;
    let addr = listener.local_addr()?;
    tracing::info!("listening on http://{addr}");
    if source::is_demo(&args) {
        show_next_step(addr, token.is_some());
    }
    let rules = Guard::new(args.bind, token, args.allow_origins).with_hosts(args.allow_hosts);
    serve(listener, state, rules, stop).await;
    Ok(())
}

/// What somebody who tries the daemon may do next.
fn show_next_step(mut addr: SocketAddr, has_token: bool) {
    if addr.ip().is_unspecified() {
        addr.set_ip(Ipv4Addr::LOCALHOST.into());
    }
    let token = if has_token { " -H \"authorization: Bearer $KEI_TOKEN\"" } else { "" };
    tracing::info!("open http://{addr}/ in a browser, or ask on another terminal:");
    tracing::info!(
        "curl -N 'http://{addr}/chat?provider=anthropic'{token} \
         -H 'content-type: application/json' -d '{{\"message\":\"Hello\"}}'"
    );
}

/// Warns of what the operator has set up wrong, which would else be seen at the first request.
fn check(router: &LlmRouter, default: &str) -> Result<(), LlmError> {
    match router.pick(default).err() {
        Some(error) if error.kind() == ErrorKind::UnknownProvider => return Err(error),
        Some(error) => tracing::warn!("the default provider is not ready: {error}"),
        None => {}
    }
    for provider in router.names().iter().filter_map(|name| router.pick(name).ok()) {
        if let Err(error) = provider.check() {
            tracing::warn!("a provider is not ready: {error}");
        }
    }
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
        max_streams: args.max_streams,
        grace: Duration::from_secs(args.grace),
        ..Limits::default()
    }
}
