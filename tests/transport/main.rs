//! The HTTP transport and its providers, against servers on loopback sockets.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod broken;
mod budgets;
mod cancel;
mod child;
mod credentials;
mod environment;
mod exchange;
mod fake;
mod http2;
mod logs;
mod provider;
mod proxy;
mod resent;
mod reuse;
mod runtimes;
mod safety;
mod server;
mod tls;
