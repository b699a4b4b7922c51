#![doc = include_str!("../README.md")]

mod chunking;
mod frames;
mod json;
mod replay;
mod script;
mod seen;
mod sim;
mod wires;

pub mod laws;
pub mod rules;
pub mod suite;

pub use chunking::Chunking;
pub use replay::{Replay, ReplayEnd, ReplayTransport};
pub use rules::SimRules;
pub use script::{EndOfBody, Refused, Script};
pub use seen::SimRequest;
pub use sim::Sim;
pub use wires::{anthropic_messages, chat_completions, formats, render, responses};
