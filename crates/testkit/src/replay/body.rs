//! A body that is played back.

use super::ReplayEnd;
use bytes::Bytes;
use kei_router_core::transport::Body;
use kei_router_core::{LlmError, Phase};
use std::task::{Context, Poll};
use std::time::Duration;

pub(super) struct ReplayBody {
    chunks: std::vec::IntoIter<Bytes>,
    end: ReplayEnd,
    limit: Option<Duration>,
    ended: bool,
}

impl ReplayBody {
    pub(super) fn new(chunks: Vec<Bytes>, end: ReplayEnd) -> Self {
        Self { chunks: chunks.into_iter(), end, limit: None, ended: false }
    }
}

impl Body for ReplayBody {
    fn poll_chunk(&mut self, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, LlmError>>> {
        if let Some(chunk) = self.chunks.next() {
            return Poll::Ready(Some(Ok(chunk)));
        }
        if std::mem::replace(&mut self.ended, true) && self.end != ReplayEnd::Stalled {
            return Poll::Ready(None);
        }
        match (self.end, self.limit) {
            (ReplayEnd::Clean, _) => Poll::Ready(None),
            (ReplayEnd::Broken, _) => {
                Poll::Ready(Some(Err(LlmError::truncated("the replayed connection broke"))))
            }
            (ReplayEnd::Stalled, None) => Poll::Pending,
            (ReplayEnd::Stalled, Some(budget)) => {
                Poll::Ready(Some(Err(LlmError::timeout(Phase::Total, budget))))
            }
        }
    }

    fn limit(&mut self, budget: Duration) {
        self.limit = Some(budget);
    }
}
