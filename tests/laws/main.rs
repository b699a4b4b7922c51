//! Every vendor of the table holds the laws of a stream, in every chunking, on each of its wires.
//!
//! Each vendor and wire is a test of its own: `cargo test -p kei-router-tests --test laws -- kimi`.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod fixtures;

use kei_router_testkit::suite::Suite;
use kei_router_tests::{VendorWire, trials};
use std::process::ExitCode;

fn main() -> ExitCode {
    let contract = trials::each_wire("contract", holds_the_contract);
    let fixtures = trials::each_wire("fixtures", fixtures::give_their_events);
    trials::run([contract, fixtures])
}

async fn holds_the_contract(wire: VendorWire) {
    let build = |transport| wire.over(transport);
    let dial = |url| wire.at(url);
    let suite = Suite::new(wire.descriptor(), &build).rules(wire.rules()).over_sockets(&dial);
    let given = fixtures::of(&wire).into_iter();
    let suite = given.fold(suite, |suite, given| suite.fixture(given.name, given.stream));
    let report = suite.run().await;
    assert!(report.is_ok(), "{report}");
    assert!(report.compared > 1000, "the suite compared too little: {report}");
}
