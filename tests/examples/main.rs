//! The facade's examples, run against the simulator of every vendor's every wire.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]
#![allow(
    clippy::duplicate_mod,
    dead_code,
    reason = "an example is a program of its own: it brings what they share, and a main"
)]

mod agent;
mod cookbook;
mod demonstration;
mod policies;
mod spans_seen;
mod subjects;
mod support;

#[path = "../../crates/router/examples/agent.rs"]
mod agent_example;
#[path = "../../crates/router/examples/batch.rs"]
mod batch;
#[path = "../../crates/router/examples/custom_provider.rs"]
mod custom_provider;
#[path = "../../crates/router/examples/support/demo.rs"]
mod demo;
#[path = "../../crates/router/examples/fallback.rs"]
mod fallback;
#[path = "../../crates/router/examples/images.rs"]
mod images;
#[path = "../../crates/router/examples/spans.rs"]
mod spans;
#[path = "../../crates/router/examples/stream.rs"]
mod stream;
#[path = "../../crates/router/examples/structured.rs"]
mod structured;
#[path = "../../crates/router/examples/switch_vendor.rs"]
mod switch_vendor;
#[path = "../../crates/router/examples/tools.rs"]
mod tools;
