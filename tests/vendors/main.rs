//! What is particular to single vendors, over replayed bytes and simulators.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod anthropic;
mod chat;
mod corrupt;
mod duplicates;
mod kimi;
mod openai;
mod prices;
mod refusals;
mod responses;
