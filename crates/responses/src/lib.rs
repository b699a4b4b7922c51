#![doc = include_str!("../README.md")]

mod codec;
mod decode;
mod dialect;
mod encode;
mod refusal;
mod wire;

pub use codec::Responses;
pub use decode::ResponsesDecoder;
pub use dialect::{Dialect, Replay, reasoning_effort};
pub use encode::Draft;
