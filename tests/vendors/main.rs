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
mod call_ids;
mod chat;
mod corrupt;
mod documents;
mod duplicates;
mod kimi;
mod openai;
mod partial;
mod prices;
mod refusals;
mod responses;
