//! The daemon with its simulators, in this process, on a port of its own: that is an origin, and so
//! a storage, of its own too.

use crate::Result;
use axum::Router;
use futures_util::stream;
use kei_cortex::{AppState, Demo, Guard};
use kei_router::{LlmRouter, Secret};
use kei_router_testkit::{Script, Sim};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// A running daemon. It ends when it is dropped.
pub(crate) struct Daemon {
    origin: String,
    demo: Option<Demo>,
    stop: Mutex<Option<oneshot::Sender<()>>>,
    task: JoinHandle<()>,
}

impl Daemon {
    /// What `kei-cortex --demo` runs.
    pub(crate) async fn demo() -> Result<Self> {
        Self::start(Some(Demo::start().await?), None).await
    }

    /// The same, with a token.
    pub(crate) async fn with_token(token: &str) -> Result<Self> {
        Self::start(Some(Demo::start().await?), Secret::new(token)).await
    }

    /// The same with simulators that say this.
    pub(crate) async fn saying(script: Script) -> Result<Self> {
        Self::start(Some(Demo::with(|_| script.clone()).await?), None).await
    }

    async fn start(demo: Option<Demo>, token: Option<Secret>) -> Result<Self> {
        let router = demo.as_ref().map_or_else(LlmRouter::new, Demo::router);
        let guard = Guard::new(IpAddr::V4(Ipv4Addr::LOCALHOST), token, Vec::new());
        let (listener, origin) = listen().await?;
        let (stop, stopped) = oneshot::channel::<()>();
        let stopped = Box::pin(stream::once(async {
            let _ = stopped.await;
        }));
        let state = AppState::new(router, "anthropic");
        let task = tokio::spawn(kei_cortex::serve(listener, state, guard, stopped));
        Ok(Self { origin, demo, stop: Mutex::new(Some(stop)), task })
    }

    /// Any server that gives the page.
    pub(crate) async fn serve(app: Router) -> Result<Self> {
        let (listener, origin) = listen().await?;
        let task = tokio::spawn(async move {
            let _ = axum::serve(listener, app).await;
        });
        Ok(Self { origin, demo: None, stop: Mutex::new(None), task })
    }

    /// Stops it: from then on nobody listens, and what was idle is closed.
    pub(crate) async fn stop(&self) {
        drop(self.stop.lock().unwrap_or_else(PoisonError::into_inner).take());
        while !self.task.is_finished() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    pub(crate) fn url(&self) -> String {
        format!("{}/", self.origin)
    }

    /// The simulator of a vendor.
    pub(crate) fn sim(&self, vendor: &str) -> Result<&Sim> {
        let sim = self.demo.as_ref().and_then(|demo| demo.sim(vendor));
        sim.ok_or_else(|| format!("there is no simulator of {vendor}").into())
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn listen() -> Result<(TcpListener, String)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let origin = format!("http://{}", listener.local_addr()?);
    Ok((listener, origin))
}
