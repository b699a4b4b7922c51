//! The daemon: routes, socket, and an end that lets running answers finish.

use crate::error::ApiError;
use crate::guard::guard;
use crate::{AppState, Args, Guard, chat, log, page, providers, source};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use axum::serve::ListenerExt;
use kei_router::ErrorKind;
use std::error::Error;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// The largest body of a request, in bytes.
const BODY: usize = 256 * 1024;

/// Runs the daemon until `stop` resolves.
///
/// # Errors
/// Says why it cannot start: an address in use or open to others without a token, an unknown
/// default provider.
pub async fn run(
    args: Args,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    if !args.bind.is_loopback() && args.token.is_none() {
        return Err("--bind to anything but loopback needs --token".into());
    }
    let (router, _simulators) = source::router(&args).await?;
    match router.pick(&args.provider).err() {
        Some(error) if error.kind() == ErrorKind::UnknownProvider => return Err(error.into()),
        Some(error) => tracing::warn!("the default provider is not ready: {error}"),
        None => {}
    }
    let listener = TcpListener::bind((args.bind, args.port)).await?;
    tracing::info!("listening on http://{}", listener.local_addr()?);
    let state = AppState::new(router, &args.provider);
    let app = app(state, Guard::new(args.bind, args.token, args.allow_origins));
    serve(listener, app, stop, Duration::from_secs(args.grace)).await?;
    Ok(())
}

/// The routes, behind the guard.
pub fn app(state: AppState, rules: Guard) -> Router {
    Router::new()
        .route("/", get(page::page))
        .route("/chat", post(chat::chat))
        .route("/providers", get(providers::providers))
        .route("/healthz", get(|| async { "ok" }))
        .fallback(|| async { ApiError::new(StatusCode::NOT_FOUND, "no such path") })
        .method_not_allowed_fallback(|| async {
            ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "no such method on this path")
        })
        .layer(DefaultBodyLimit::max(BODY))
        .layer(from_fn_with_state(Arc::new(rules), guard))
        .layer(from_fn(log::log))
        .with_state(state)
}

/// Serves until `stop` resolves; from then on no connection is accepted, and what is streaming
/// has `grace` to finish.
///
/// # Errors
/// Those of the socket.
pub async fn serve(
    listener: TcpListener,
    app: Router,
    stop: impl Future<Output = ()> + Send + 'static,
    grace: Duration,
) -> io::Result<()> {
    let (stopping, stopped) = oneshot::channel::<()>();
    let stop = async move {
        stop.await;
        drop(stopping);
    };
    // Small events must not wait for the client's acknowledgement of the one before.
    let listener = listener.tap_io(|socket| {
        if let Err(error) = socket.set_nodelay(true) {
            tracing::debug!("TCP_NODELAY: {error}");
        }
    });
    let bound = async move {
        let _ = stopped.await;
        tracing::info!("stopping: running answers have {} s", grace.as_secs_f64());
        tokio::time::sleep(grace).await;
    };
    tokio::select! {
        result = axum::serve(listener, app).with_graceful_shutdown(stop) => result,
        () = bound => {
            tracing::warn!("running answers were cut");
            Ok(())
        }
    }
}

/// Resolves at Ctrl-C, or at SIGTERM where there is one.
pub async fn stop_signal() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = interrupted => {}
        () = terminated() => {}
    }
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut signal) => {
            signal.recv().await;
        }
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending().await
}
