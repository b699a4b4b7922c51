//! `LlmRouter`: names, keys, overrides, the cheapest.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod cheapest;
mod health;
mod media;
mod meter;
mod names;
mod rows;
mod servers;
mod wrappers;
