//! The framing of core: SSE and NDJSON, in every way of cutting the bytes.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod cuts;
mod damaged;
mod generate;
mod limits;
mod linear;
mod ndjson;
mod property;
mod reference;
mod regressions;
mod rules;
mod run;
