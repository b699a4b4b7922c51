//! The body of a response.

use crate::budget::Deadlines;
use crate::error::broken;
use crate::reuse::Returning;
use bytes::Bytes;
use http_body::Body as _;
use kei_router_core::LlmError;
use kei_router_core::transport::Body;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

/// A body that is still arriving. Dropping it aborts the exchange.
pub(crate) struct HttpBody {
    /// `None` at the end, and after an error.
    incoming: Option<reqwest::Body>,
    deadlines: Deadlines,
    /// Notified at the end, if the connection then returns to the pool.
    pooled: Option<Arc<Returning>>,
    /// A new limit was set: the HTTP stack gets a turn before a timer is set for it.
    limited: bool,
}

impl HttpBody {
    pub(crate) fn new(
        incoming: reqwest::Body,
        deadlines: Deadlines,
        pooled: Option<Arc<Returning>>,
    ) -> Self {
        Self { incoming: Some(incoming), deadlines, pooled, limited: false }
    }

    fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, LlmError>>> {
        let Some(incoming) = &mut self.incoming else { return Poll::Ready(None) };
        match poll_data(incoming, cx) {
            Poll::Ready(Some(Ok(piece))) => {
                Poll::Ready(Some(self.deadlines.arrived().map(|()| piece)))
            }
            Poll::Ready(Some(Err(error))) => Poll::Ready(Some(Err(broken(error)))),
            Poll::Ready(None) => Poll::Ready(None),
            Poll::Pending if std::mem::take(&mut self.limited) => {
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            Poll::Pending => self.deadlines.poll_idle(cx).map(|error| Some(Err(error))),
        }
    }
}

impl Body for HttpBody {
    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, LlmError>>> {
        let next = ready!(self.poll_next(cx));
        if !matches!(next, Some(Ok(_))) {
            self.incoming = None;
        }
        if next.is_none()
            && let Some(returning) = self.pooled.take()
        {
            // The task of the connection takes its turn before the caller may ask again, and
            // puts it back into the pool, or sees that the server has closed it.
            returning.ended();
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(next)
    }

    fn continue_handshake(&mut self) {
        self.deadlines.continue_handshake();
    }

    fn limit(&mut self, budget: Duration) {
        self.deadlines.limit(budget);
        self.limited = true;
    }

    fn elapsed(&self) -> Duration {
        self.deadlines.elapsed()
    }
}

/// The next non-empty chunk. Trailers are ignored.
fn poll_data(
    incoming: &mut reqwest::Body,
    cx: &mut Context<'_>,
) -> Poll<Option<reqwest::Result<Bytes>>> {
    loop {
        let frame = match ready!(Pin::new(&mut *incoming).poll_frame(cx)) {
            Some(Ok(frame)) => frame,
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            None => return Poll::Ready(None),
        };
        match frame.into_data() {
            Ok(piece) if !piece.is_empty() => return Poll::Ready(Some(Ok(piece))),
            _ => {}
        }
    }
}
