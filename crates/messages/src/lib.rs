#![doc = include_str!("../README.md")]

mod codec;
mod decode;
mod dialect;
mod encode;
mod wire;

#[cfg(test)]
mod sample;

pub use codec::{Messages, wire};
pub use decode::MessagesDecoder;
pub use dialect::Dialect;
pub use encode::thinking;

/// The name of the wire format.
const FORMAT: &str = "anthropic-messages";
