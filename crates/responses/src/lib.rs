#![doc = include_str!("../README.md")]

mod codec;
mod decode;
mod dialect;
mod encode;
mod refusal;
mod wire;

#[cfg(test)]
mod sample;

pub use codec::{Responses, wire};
pub use decode::ResponsesDecoder;
pub use dialect::{Dialect, ReasoningReplay, reasoning_effort};
