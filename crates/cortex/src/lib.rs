#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod app;
mod args;
mod body;
mod chat;
mod connections;
#[cfg(feature = "demo")]
mod demo;
mod error;
mod event;
mod files;
mod guard;
mod limits;
mod log;
mod origin;
mod page;
mod providers;
mod request;
mod serve;
mod signals;
mod source;
mod sse;
mod start;
mod state;
mod token;
mod token_file;
mod turn;
mod wanted;

pub use app::app;
pub use args::Args;
#[cfg(feature = "demo")]
pub use demo::Demo;
pub use guard::Guard;
pub use limits::Limits;
pub use serve::serve;
pub use signals::stop_signals;
pub use start::run;
pub use state::AppState;

/// The code blocks of INTEGRATION.md, compiled as tests.
#[cfg(doctest)]
#[doc = include_str!("../../../INTEGRATION.md")]
pub struct Integration;
