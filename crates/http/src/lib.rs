#![doc = include_str!("../README.md")]

mod body;
mod client;
mod clients;
mod clock;
mod destination;
mod failure;
mod provider;
mod returning;
mod transport;

pub use provider::{HttpProvider, HttpProviderBuilder, KeySource};
pub use transport::{HttpTransport, HttpTransportBuilder};
