//! Replaying responses without a socket.

mod body;

use crate::formats::{Framing, Ndjson, Sse};
use crate::{Chunking, SimRequest};
use async_trait::async_trait;
use body::ReplayBody;
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use kei_router_core::LlmError;
use kei_router_core::transport::{Head, HttpRequest, HttpResponse, Transport};
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

/// How a replayed body ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReplayEnd {
    /// The body ends as HTTP says it should.
    #[default]
    Clean,
    /// The connection breaks.
    Broken,
    /// No more chunks arrive, and the body does not end. A reader that sets a time limit gets its
    /// error at once, since a replay has no clock.
    Stalled,
}

/// A response to replay: a status, headers, and a body in any chunks.
#[derive(Clone, Debug)]
pub struct Replay {
    head: Head,
    body: Bytes,
    chunking: Chunking,
    end: ReplayEnd,
    failure: Option<LlmError>,
}

impl Replay {
    /// Status 200, `text/event-stream`, this body, one event a chunk, a clean end.
    pub fn sse(body: impl Into<Bytes>) -> Self {
        Self::typed(StatusCode::OK, Sse.media_type(), body.into())
    }

    /// Status 200, `application/x-ndjson`, this body, one line a chunk, a clean end.
    pub fn ndjson(body: impl Into<Bytes>) -> Self {
        Self::stream(&Ndjson::new(), body).chunking(Chunking::Lines)
    }

    /// Status 200, the media type of this framing, this body in one piece, a clean end.
    pub fn stream(framing: &dyn Framing, body: impl Into<Bytes>) -> Self {
        let replay = Self::typed(StatusCode::OK, framing.media_type(), body.into());
        replay.chunking(Chunking::Whole)
    }

    /// This status, `application/json`, this body in one piece, a clean end.
    pub fn json(status: StatusCode, body: impl Into<Bytes>) -> Self {
        let replay = Self::typed(status, "application/json", body.into());
        replay.chunking(Chunking::Whole)
    }

    /// No answer at all: `send` fails with this error.
    pub fn failing(error: LlmError) -> Self {
        Self { failure: Some(error), ..Self::sse(Bytes::new()) }
    }

    fn typed(status: StatusCode, media_type: &str, body: Bytes) -> Self {
        let mut headers = HeaderMap::new();
        let unknown = HeaderValue::from_static("application/octet-stream");
        let media_type = HeaderValue::try_from(media_type).unwrap_or(unknown);
        headers.insert(CONTENT_TYPE, media_type);
        let head = Head::new(status, headers);
        let (chunking, end) = (Chunking::default(), ReplayEnd::default());
        Self { head, body, chunking, end, failure: None }
    }

    /// With this header, over one of the same name.
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.head.headers.insert(name, value);
        self
    }

    /// With the body cut like this.
    pub fn chunking(mut self, chunking: Chunking) -> Self {
        self.chunking = chunking;
        self
    }

    /// With this end.
    pub fn end(mut self, end: ReplayEnd) -> Self {
        self.end = end;
        self
    }

    pub(crate) fn play(&self) -> Result<HttpResponse, LlmError> {
        if let Some(error) = &self.failure {
            return Err(error.clone());
        }
        let body = ReplayBody::new(self.chunking.split(&self.body), self.end);
        Ok(HttpResponse::new(self.head.clone(), Box::new(body)))
    }
}

/// A transport that replays responses, and records requests.
#[derive(Debug)]
pub struct ReplayTransport {
    /// Never empty: the last answer is played again and again.
    answers: Mutex<VecDeque<Replay>>,
    requests: Mutex<Vec<SimRequest>>,
}

impl ReplayTransport {
    /// A transport that gives every request this answer.
    pub fn new(answer: Replay) -> Self {
        Self::sequence([answer])
    }

    /// A transport that gives these answers one after another, and the last one for ever.
    pub fn sequence(answers: impl IntoIterator<Item = Replay>) -> Self {
        let answers = Mutex::new(answers.into_iter().collect());
        Self { answers, requests: Mutex::default() }
    }

    /// The recorded requests, in order.
    pub fn requests(&self) -> Vec<SimRequest> {
        locked(&self.requests).clone()
    }

    fn next(&self) -> Option<Replay> {
        let mut answers = locked(&self.answers);
        if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() }
    }
}

#[async_trait]
impl Transport for ReplayTransport {
    async fn send(&self, mut sent: HttpRequest) -> Result<HttpResponse, LlmError> {
        let secrets = sent.authorize(SystemTime::now()).await?;
        let (parts, body) = sent.request.into_parts();
        let request = SimRequest::new(parts.method, parts.uri, parts.headers, body);
        locked(&self.requests).push(request);
        let none = || LlmError::truncated("the replay has no answer");
        let answer = self.next().ok_or_else(none)?.play()?;
        Ok(answer.with_secrets(secrets))
    }
}

/// A test that panics elsewhere must not hide what this one has kept.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
