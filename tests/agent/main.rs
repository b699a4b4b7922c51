//! The agent loop over every vendor's every wire: tools, limits, faults, costs, and what is sent
//! back.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod endings;
mod support;
mod tools;
mod typed;
