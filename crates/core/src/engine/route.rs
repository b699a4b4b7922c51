//! Where a request goes, and its limits.

use crate::transport::Authorize;
use crate::{Endpoint, Timeouts};
use std::fmt;
use std::sync::Arc;

/// Where a request goes, and its limits.
#[derive(Clone)]
#[non_exhaustive]
pub struct Route {
    /// The URL to post to.
    pub endpoint: Endpoint,
    /// Adds credentials to each request; `None` for a server that needs none.
    pub authorization: Option<Arc<dyn Authorize>>,
    /// The model for requests that name none.
    pub model: String,
    /// Whether the endpoint is a third party's rather than the vendor's.
    pub third_party: bool,
    /// The provider's headers. They override the codec's, and are overridden by the request's.
    pub headers: Vec<(String, String)>,
    /// The provider's timeouts.
    pub timeouts: Timeouts,
    /// Limits on the response's size.
    pub limits: Limits,
    /// Whether a key may go over plain HTTP to another machine.
    pub allow_cleartext: bool,
}

/// Limits on the size of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// One event, in bytes. 16 MiB by default.
    pub event_bytes: usize,
    /// The whole message, in bytes of text, reasoning and arguments. 64 MiB by default.
    pub message_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { event_bytes: 16 << 20, message_bytes: 64 << 20 }
    }
}

impl Route {
    /// A route without credentials, with the default timeouts and limits.
    pub fn new(endpoint: Endpoint, model: impl Into<String>) -> Self {
        Self {
            third_party: endpoint.is_third_party(),
            endpoint,
            authorization: None,
            model: model.into(),
            headers: Vec::new(),
            timeouts: Timeouts::default(),
            limits: Limits::default(),
            allow_cleartext: false,
        }
    }
}

/// Shows no key, and only the names of headers.
impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("Route")
            .field("endpoint", &self.endpoint)
            .field("has_credentials", &self.authorization.is_some())
            .field("model", &self.model)
            .field("headers", &headers)
            .field("timeouts", &self.timeouts)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}
