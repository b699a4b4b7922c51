//! Shared by the tests of the workspace. The examples in the documents are compiled as its doctests.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]
#![cfg_attr(doctest, doc = include_str!("../../README.md"))]

/// The other documents, so that an example in them would be compiled. They lie outside the package,
/// so that only the doctests may look at them.
#[cfg(doctest)]
#[doc = include_str!("../../ARCHITECTURE.md")]
#[doc = include_str!("../../CONTRIBUTING.md")]
#[doc = include_str!("../../SECURITY.md")]
pub mod documents {}

pub mod trials;
mod vendor_wire;

pub use vendor_wire::VendorWire;
