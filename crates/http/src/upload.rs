//! Progress of a request's body, so that a long upload does not count as a late response.

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use tokio::time::Instant;

/// A body up to this size, in bytes, fits into the system's buffers, and is not tracked. The HTTP
/// stack can send it again if the server has closed a kept connection.
const SMALL: usize = 64 * 1024;
/// A larger body goes out in pieces of this size, in bytes.
const PIECE: usize = 64 * 1024;

/// The progress of a request's body.
pub(crate) struct Upload {
    start: Instant,
    watched: Option<Arc<AtomicU64>>,
}

impl Upload {
    /// No body.
    pub(crate) fn none() -> Self {
        Self { start: Instant::now(), watched: None }
    }

    /// A body that is about to be sent.
    pub(crate) fn of(body: &Bytes) -> Self {
        let watched = (body.len() > SMALL).then(Arc::default);
        Self { start: Instant::now(), watched }
    }

    /// The body for the HTTP stack.
    pub(crate) fn body(&self, bytes: Bytes) -> reqwest::Body {
        match &self.watched {
            Some(last) => {
                let last = Arc::clone(last);
                reqwest::Body::wrap(Watched { bytes, start: self.start, last })
            }
            None => bytes.into(),
        }
    }

    /// When the server last accepted a piece of it; `None` if that is not tracked.
    pub(crate) fn last_progress(&self) -> Option<Instant> {
        let micros = self.watched.as_ref()?.load(Ordering::Relaxed);
        self.start.checked_add(std::time::Duration::from_micros(micros))
    }
}

/// A body that records when a piece was requested.
struct Watched {
    bytes: Bytes,
    start: Instant,
    /// Microseconds from the start.
    last: Arc<AtomicU64>,
}

impl http_body::Body for Watched {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let micros = u64::try_from(self.start.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.last.store(micros, Ordering::Relaxed);
        let size = self.bytes.len().min(PIECE);
        let piece = self.bytes.split_to(size);
        Poll::Ready((size > 0).then(|| Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes.len() as u64)
    }
}
