//! Whole conversations: carried from vendor to vendor, with everything that users of other
//! libraries complain about, and at random.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod arbitrary;
mod checks;
mod complaints;
mod crossing;
mod property;
mod turns;
mod wires;
