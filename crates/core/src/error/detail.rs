//! The details that every error carries.

use super::{ErrorKind, Phase, Scope};
use crate::{Finish, Message, RateLimit, Usage};
use http::HeaderMap;
use std::borrow::Cow;
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

/// Everything that is known about an error, read by `LlmError`'s methods. It is one shared pointer,
/// so that errors stay small and clone cheaply.
#[derive(Clone)]
pub struct ErrorDetail(pub(super) Box<Context>);

#[derive(Clone)]
pub(super) struct Context {
    pub(super) kind: ErrorKind,
    pub(super) message: Cow<'static, str>,
    pub(super) provider: Option<String>,
    pub(super) status: Option<u16>,
    pub(super) code: Option<String>,
    pub(super) body: Option<String>,
    pub(super) reason: Option<String>,
    pub(super) request_id: Option<String>,
    pub(super) retry_after: Option<Duration>,
    pub(super) should_retry: Option<bool>,
    pub(super) rate_limit: Option<RateLimit>,
    pub(super) headers: HeaderMap,
    pub(super) phase: Option<Phase>,
    pub(super) partial: Option<Arc<Partial>>,
    pub(super) source: Option<Arc<dyn Error + Send + Sync>>,
}

/// What had arrived of a reply before it broke. It is the caller's data, so `Debug` shows it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Partial {
    /// The assistant turn so far; unfinished calls have the arguments that had arrived. Before it
    /// is added to a history, each of its calls must be answered or removed: a request with an
    /// unanswered call is a `BadRequest`.
    pub message: Message,
    /// The usage so far.
    pub usage: Usage,
    /// Its cost so far in micro-cents, as in [`Finish::cost`](crate::Finish::cost).
    pub cost: Option<u128>,
    /// The model that the vendor reported.
    pub model: Option<String>,
    /// The vendor's id of the reply.
    pub id: Option<String>,
}

impl From<Finish> for Partial {
    /// A turn that came whole, and is of no use.
    fn from(finish: Finish) -> Self {
        let Finish { message, usage, cost, model, id, .. } = finish;
        Self { message, usage, cost, model: Some(model), id }
    }
}

impl Context {
    pub(super) fn new(kind: ErrorKind, message: Cow<'static, str>) -> Self {
        Self {
            kind,
            message,
            provider: None,
            status: None,
            code: None,
            body: None,
            reason: None,
            request_id: None,
            retry_after: None,
            should_retry: None,
            rate_limit: None,
            headers: HeaderMap::new(),
            phase: None,
            partial: None,
            source: None,
        }
    }

    pub(super) fn scope(&self) -> Scope {
        match self.kind {
            ErrorKind::Cancelled => Scope::Caller,
            ErrorKind::Timeout if self.phase == Some(Phase::Total) => Scope::Caller,
            ErrorKind::MissingKey
            | ErrorKind::Authentication
            | ErrorKind::QuotaExhausted
            | ErrorKind::RateLimit => Scope::Key,
            ErrorKind::BadRequest
            | ErrorKind::ContextLength
            | ErrorKind::ContentFilter
            | ErrorKind::UnknownProvider
            | ErrorKind::TooLarge => Scope::Request,
            ErrorKind::ModelNotFound => Scope::Model,
            ErrorKind::Upstream => match self.status {
                Some(403 | 404) => Scope::Model,
                Some(400..=499) if !self.is_retryable() => Scope::Request,
                _ => Scope::Provider,
            },
            ErrorKind::Configuration
            | ErrorKind::ServiceUnavailable
            | ErrorKind::Timeout
            | ErrorKind::Http
            | ErrorKind::Unreachable
            | ErrorKind::Truncated
            | ErrorKind::Corrupt => Scope::Provider,
        }
    }

    /// The vendors' own SDKs retry 408, 409, 429 and everything from 500 on.
    pub(super) fn is_retryable(&self) -> bool {
        self.should_retry.unwrap_or(match self.kind {
            ErrorKind::RateLimit
            | ErrorKind::ServiceUnavailable
            | ErrorKind::Http
            | ErrorKind::Unreachable
            | ErrorKind::Truncated
            | ErrorKind::Corrupt => true,
            ErrorKind::Timeout => self.phase != Some(Phase::Total),
            ErrorKind::Upstream => self.status.is_none_or(|s| matches!(s, 408 | 409 | 500..)),
            _ => false,
        })
    }
}
