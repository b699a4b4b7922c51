//! How much the daemon takes on, and how long it waits.

use std::time::Duration;

/// How much the daemon takes on, and how long it waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The most connections at once. Beyond it, only `GET /healthz` is answered; anything else is
    /// a 503. 4,096 by default, and fewer where the process may not open as many files.
    pub max_connections: usize,
    /// The most answers at once; beyond it, `POST /chat` is a 503. 3,072 by default.
    pub max_streams: usize,
    /// The most bytes of a request's body. 32 MiB by default.
    pub max_body: usize,
    /// The most bytes of all bodies that are being read or asked with, together; beyond it,
    /// `POST /chat` is a 503. 128 MiB by default.
    pub max_bodies: usize,
    /// For the head of a request, from the connection's start or the answer before it: a
    /// connection without one is closed. 10 s by default.
    pub head: Duration,
    /// For the body of a request, as a whole; then 408. 60 s by default.
    pub body: Duration,
    /// For a client to take what was sent to it: one that reads nothing is left. 120 s by default.
    pub stall: Duration,
    /// For running answers, once the daemon is told to stop. 10 s by default.
    pub grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_connections: 4096,
            max_streams: 3072,
            max_body: 32 * 1024 * 1024,
            max_bodies: 128 * 1024 * 1024,
            head: Duration::from_secs(10),
            body: Duration::from_secs(60),
            stall: Duration::from_secs(120),
            grace: Duration::from_secs(10),
        }
    }
}
