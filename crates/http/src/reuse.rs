//! Using connections again: a request prefers one that is on its way back to the pool to a new one.

use std::error::Error;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Instant, sleep_until};
use tower_layer::Layer;
use tower_service::Service;

/// How long a connection may take from the end of its answer to the pool. It takes microseconds;
/// this is for a thread of the runtime that the system has put to sleep in between.
const RETURN: Duration = Duration::from_millis(10);

tokio::task_local! {
    static ATTEMPT: Attempt;
}

/// One attempt to send a request.
#[derive(Default)]
struct Attempt {
    /// A connection was opened for it.
    connected: AtomicBool,
}

/// Runs an attempt to send a request; also says whether a connection was opened for it. If none
/// was, the request went over one that had carried others.
pub(crate) async fn attempt<T>(sending: impl Future<Output = T>) -> (T, bool) {
    let watched = async {
        let output = sending.await;
        (output, ATTEMPT.with(|attempt| attempt.connected.load(Ordering::Relaxed)))
    };
    ATTEMPT.scope(Attempt::default(), watched).await
}

/// When a response over HTTP/1 last came to its end.
///
/// The task of its connection puts it back into the pool then, and takes a moment for it. The
/// HTTP stack would open another one for a request that is made in that moment, so new
/// connections wait here. The request does not: it leaves as soon as the pool has a connection.
pub(crate) struct Returning {
    start: Instant,
    /// Microseconds from `start`, plus one; zero means never.
    last: AtomicU64,
    /// The last wait was in vain: the server closes its connections without saying so. Nothing is
    /// waited for until one was used again.
    in_vain: AtomicBool,
}

/// The request has got a connection from the pool: a new one is no longer needed.
#[derive(Debug, thiserror::Error)]
#[error("the request has been sent over another connection")]
struct NotNeeded;

impl Returning {
    pub(crate) fn new() -> Self {
        Self { start: Instant::now(), last: AtomicU64::new(0), in_vain: AtomicBool::new(false) }
    }

    /// A response has come to its end just now.
    pub(crate) fn ended(&self) {
        let now = u64::try_from(self.start.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.last.store(now.saturating_add(1), Ordering::Relaxed);
    }

    /// A connection was used again.
    pub(crate) fn reused(&self) {
        self.in_vain.store(false, Ordering::Relaxed);
    }

    /// Until when a connection may come back.
    fn until(&self) -> Option<Instant> {
        let last = self.last.load(Ordering::Relaxed);
        if last == 0 || self.in_vain.load(Ordering::Relaxed) {
            return None;
        }
        let until = self.start.checked_add(Duration::from_micros(last).saturating_add(RETURN))?;
        (until > Instant::now()).then_some(until)
    }

    /// Holds a new connection back while another one may come back.
    async fn hold(&self) -> Result<(), NotNeeded> {
        let Some(until) = self.until() else { return Ok(()) };
        let mut timer = pin!(sleep_until(until));
        poll_fn(|cx| {
            // A request that has left over another connection leaves this future to a task.
            if ATTEMPT.try_with(|_| ()).is_err() {
                return Poll::Ready(Err(NotNeeded));
            }
            timer.as_mut().poll(cx).map(|()| {
                self.in_vain.store(true, Ordering::Relaxed);
                Ok(())
            })
        })
        .await
    }
}

/// Makes connectors that hold new connections back.
#[derive(Clone)]
pub(crate) struct Reuse(pub(crate) Arc<Returning>);

impl<C> Layer<C> for Reuse {
    type Service = Connector<C>;

    fn layer(&self, inner: C) -> Connector<C> {
        Connector { inner: Arc::new(inner), returning: Arc::clone(&self.0) }
    }
}

/// A connector that holds new connections back. It is cloned for each request.
pub(crate) struct Connector<C> {
    inner: Arc<C>,
    returning: Arc<Returning>,
}

impl<C> Clone for Connector<C> {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner), returning: Arc::clone(&self.returning) }
    }
}

type BoxError = Box<dyn Error + Send + Sync>;

impl<C, R> Service<R> for Connector<C>
where
    C: Service<R, Error = BoxError> + Clone + Send + Sync + 'static,
    C::Future: Send,
    R: Send + 'static,
{
    type Response = C::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<C::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: R) -> Self::Future {
        let Self { inner, returning } = self.clone();
        Box::pin(async move {
            returning.hold().await?;
            let mut inner = C::clone(&inner);
            poll_fn(|cx| inner.poll_ready(cx)).await?;
            let connection = inner.call(request).await?;
            let _ = ATTEMPT.try_with(|attempt| attempt.connected.store(true, Ordering::Relaxed));
            Ok(connection)
        })
    }
}
