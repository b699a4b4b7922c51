#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod args;
mod chat;
#[cfg(feature = "demo")]
mod demo;
mod error;
mod guard;
mod log;
mod origin;
mod page;
mod providers;
mod request;
mod serve;
mod source;
mod sse;
mod state;

pub use args::Args;
#[cfg(feature = "demo")]
pub use demo::Demo;
pub use guard::Guard;
pub use serve::{app, run, serve, stop_signal};
pub use state::AppState;

/// The code blocks of INTEGRATION.md, compiled as tests.
#[cfg(doctest)]
#[doc = include_str!("../../../INTEGRATION.md")]
pub struct Integration;
