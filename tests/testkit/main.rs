//! The testkit itself: the laws' checkers, replay, simulators, their rules and faults, the suite.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

mod client;
mod counters;
mod faults;
mod formats;
mod laws;
mod mutants;
mod mutants_flood;
mod part_order;
mod replay;
mod responses;
mod rules_chat;
mod rules_messages;
mod rules_models;
mod rules_responses;
mod scripted;
mod sim;
mod suite;
