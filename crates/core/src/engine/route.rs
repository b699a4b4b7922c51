//! Where a request goes, and how far it may go.

use crate::{Endpoint, Secret, Timeouts};

/// Where a request goes, and how far it may go.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Route {
    /// The URL to post to.
    pub endpoint: Endpoint,
    /// The key; `None` for a server that wants none.
    pub key: Option<Secret>,
    /// The provider's model, for a request that names none.
    pub model: String,
    /// Whether the endpoint is the caller's own, and not the vendor's.
    pub third_party: bool,
    /// The provider's own headers: over the vendor's, under the request's.
    pub headers: Vec<(String, String)>,
    /// The provider's budgets of time.
    pub timeouts: Timeouts,
    /// Bounds on the answer's size.
    pub limits: Limits,
    /// Whether a key may go over plain HTTP to another machine.
    pub allow_cleartext: bool,
}

/// Bounds on the size of an answer.
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
    /// A route with the default budgets and bounds.
    pub fn new(endpoint: Endpoint, key: Option<Secret>, model: impl Into<String>) -> Self {
        Self {
            endpoint,
            key,
            model: model.into(),
            third_party: false,
            headers: Vec::new(),
            timeouts: Timeouts::default(),
            limits: Limits::default(),
            allow_cleartext: false,
        }
    }
}
