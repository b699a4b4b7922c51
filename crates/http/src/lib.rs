#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod body;
mod budget;
mod client;
mod destinations;
mod drivers;
mod error;
mod exchange;
mod pool;
mod provider;
mod reuse;
mod route;
mod transport;
mod upload;

pub use provider::{HttpProvider, HttpProviderBuilder, KeySource};
pub use transport::{HttpTransport, HttpTransportBuilder};
