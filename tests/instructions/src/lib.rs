#![doc = include_str!("../README.md")]

mod bounds;
mod case;
mod chat_completions;
mod messages;
mod responses;
mod words;

pub use bounds::Bounds;
pub use case::{CASES, Case};

/// A result whose error is one line for the person at the terminal.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;
