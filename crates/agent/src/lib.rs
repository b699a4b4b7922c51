#![doc = include_str!("../README.md")]

mod agent;
mod error;
mod event;
mod run;
mod step;
mod toolbox;
#[cfg(feature = "schemars")]
pub mod typed;

pub use agent::Agent;
pub use error::{AgentError, AgentReason};
pub use event::{AgentEvent, AgentFinish, AgentStream};
