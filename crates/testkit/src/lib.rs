#![doc = include_str!("../README.md")]

mod chunking;
mod json;
mod replay;
mod request;
mod script;
mod scripted;
mod sim;

pub mod formats;
pub mod laws;
pub mod rules;
pub mod suite;

pub use chunking::Chunking;
pub use formats::{anthropic_messages, chat_completions, render, render_as, responses};
pub use replay::{Replay, ReplayEnd, ReplayTransport};
pub use request::SimRequest;
pub use rules::SimRules;
pub use script::{EndOfBody, Refused, Script};
pub use scripted::{ScriptedAnswer, ScriptedProvider};
pub use sim::{Sim, SimBuilder};
