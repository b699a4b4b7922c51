#![doc = include_str!("../README.md")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command-line program prints")]

pub mod architecture;
pub mod compare;
pub mod instructions;
pub mod page;
pub mod record;
pub mod replay;
pub mod smoke;
pub mod tidy;

/// A result whose error is one line for the person at the terminal.
pub type Result<T, E = Box<dyn std::error::Error + Send + Sync>> = std::result::Result<T, E>;
