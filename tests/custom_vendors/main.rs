//! Vendors that kei-router does not have, written as a user would write them: against the facade
//! and the testkit alone. Each one bends the contract in another place, and each runs the whole
//! suite, over replays and over sockets.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on fails; what JSON lacks is null"
)]

mod binary;
mod compatible;
mod json_lines;
mod path_model;
mod refreshed;
mod signed;
mod wire;

use kei_router::codec::{Descriptor, Wire};
use kei_router::transport::Authorize;
use kei_router::{HttpProvider, HttpProviderBuilder, Provider};
use kei_router_testkit::SimRules;
use kei_router_testkit::suite::{Report, Suite};
use std::sync::Arc;
use wire::{Toy, ToyFormat};

/// A vendor that posts to this path, below a base without a version.
fn descriptor(name: &'static str, path: &'static str) -> Descriptor {
    let wire = Wire::new(wire::NAME, path).with_version_path("");
    Descriptor::new(name, "https://toy.invalid", wire)
        .with_default_model("toy-1")
        .with_var_prefixes(["TOY"])
}

/// Runs the whole suite for a vendor with a key.
async fn run_suite(toy: &Toy, format: ToyFormat) -> Report {
    let keyed = || provider(toy).api_key("sk-toy");
    run_suite_as(toy, format, SimRules::new(), &keyed).await
}

/// Runs the whole suite for a vendor with credentials of its own, each provider with new ones.
async fn run_suite_authorized(
    toy: &Toy,
    format: ToyFormat,
    rules: SimRules,
    credentials: &dyn Fn() -> Arc<dyn Authorize>,
) -> Report {
    let authorized = || provider(toy).authorize(credentials());
    run_suite_as(toy, format, rules, &authorized).await
}

fn provider(toy: &Toy) -> HttpProviderBuilder<Toy> {
    HttpProvider::with_codec(toy.clone()).vars(|_| None)
}

async fn run_suite_as(
    toy: &Toy,
    format: ToyFormat,
    rules: SimRules,
    provider: &dyn Fn() -> HttpProviderBuilder<Toy>,
) -> Report {
    let build =
        |transport| -> Box<dyn Provider> { Box::new(provider().transport(transport).build()) };
    let dial = |url: String| -> Box<dyn Provider> { Box::new(provider().endpoint(url).build()) };
    let suite = Suite::new(&toy.descriptor, &build).over_sockets(&dial);
    suite.format(format).rules(rules).run().await
}

/// The suite holds, and has compared what it should have.
fn assert_held(report: &Report) {
    assert!(report.is_ok(), "{report}");
    assert!(report.compared > 1000, "the suite compared too little: {report:#}");
}
