#![doc = include_str!("../README.md")]

mod codec;
mod decode;
mod dialect;
mod encode;
mod wire;

#[cfg(test)]
mod sample;

pub use codec::{ChatCompletions, wire};
pub use decode::ChatDecoder;
pub use dialect::{Dialect, ReasoningReplay, Terminator, reasoning_effort};
