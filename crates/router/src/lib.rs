#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod absent;
mod cheapest;
mod router;
mod vendor;
mod vendors;
mod with_model;

pub use async_trait::async_trait;
pub use futures_util::{Stream, StreamExt};
#[cfg(feature = "agent")]
#[doc(inline)]
pub use kei_router_agent as agent;
pub use kei_router_core::*;
pub use kei_router_http::{
    HttpProvider, HttpProviderBuilder, HttpTransport, HttpTransportBuilder, KeySource,
};
pub use router::LlmRouter;
pub use vendor::Vendor;
pub use vendors::*;

#[cfg(any(doc, doctest))]
#[doc = include_str!("../docs/cookbook.md")]
pub mod _cookbook {}

// Its blocks are compiled with kei-cortex, whose crates they use.
#[cfg(all(doc, not(doctest)))]
#[doc = include_str!("../docs/integration.md")]
pub mod _integration {}
