#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod body;
mod budget;
mod client;
mod drivers;
mod error;
mod pool;
mod provider;
mod route;
mod settle;
mod transport;
mod upload;

pub use provider::{HttpProvider, HttpProviderBuilder, KeySource};
pub use transport::{HttpTransport, HttpTransportBuilder};
