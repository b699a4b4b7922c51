#![doc = include_str!("../README.md")]

mod answer;
mod bounds;
mod client;
mod measure;
mod server;
mod wire;

pub use bounds::{Bounds, Figures};
pub use client::{Bare, Client, Kei, Kind, Open};
pub use measure::{FirstToken, Runtime, first_tokens};
pub use server::{Server, connections};
pub use wire::{WIRES, Wire};

/// A result whose error is one line for the person at the terminal.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;
