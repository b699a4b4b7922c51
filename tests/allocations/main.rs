//! What the hot paths allocate, counted: exact, so it may gate.
#![allow(clippy::print_stdout, reason = "the counts are reported")]

mod bounds;
mod cases;
mod counter;
mod engine;
mod framing;
mod refusals;
mod request;
