//! Shared by the tests of the workspace. The papers' examples are compiled as its doctests.

#![doc = include_str!("../../README.md")]

/// ARCHITECTURE.md and CONTRIBUTING.md, so that an example in them would be compiled.
#[doc = include_str!("../../ARCHITECTURE.md")]
#[doc = include_str!("../../CONTRIBUTING.md")]
#[doc = include_str!("../../SECURITY.md")]
pub mod papers {}
