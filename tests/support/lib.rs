//! Shared by the tests of the workspace. The examples in the documents are compiled as its doctests.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]
#![cfg_attr(doctest, doc = include_str!("../../README.md"))]

/// The other documents, so that an example in them would be compiled. They lie outside the package,
/// so that only the doctests may look at them.
#[cfg(doctest)]
#[doc = include_str!("../../ARCHITECTURE.md")]
#[doc = include_str!("../../CONTRIBUTING.md")]
#[doc = include_str!("../../SECURITY.md")]
pub mod documents {}

mod replayed;
mod rng;
mod scripted;
pub mod trials;
mod vendor_wire;

pub use rng::Rng;
pub use scripted::{Offline, Scripted, Simulated};
pub use vendor_wire::VendorWire;
