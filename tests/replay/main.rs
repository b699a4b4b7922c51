//! Recorded traffic is replayed and judged, and what is wrong with it is named; what is recorded
//! live can be replayed.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod folder;
mod judging;
mod recording;
