//! What every vendor of the table does over real sockets: reuse, aborts, redirects, error bodies.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on fails"
)]

mod aborts;
mod refusals;
mod reuse;

use kei_router::{Descriptor, Provider, Vendor, vendors};
use kei_router_testkit::{Script, Sim};

/// A vendor with its simulator.
struct Bench {
    name: &'static str,
    sim: Sim,
    provider: Box<dyn Provider>,
}

/// Every vendor of the table, each before a simulator of its own that follows `script`.
async fn benches(script: Script) -> Vec<Bench> {
    let mut benches = Vec::new();
    for vendor in vendors() {
        let descriptor = descriptor(vendor);
        let sim = Sim::start(&descriptor, script.clone()).await;
        let model = descriptor.default_model.to_string();
        let key = "sk-test-0123456789".to_owned();
        let provider = vendor.with_endpoint(key, model, sim.endpoint()).expect("compiled in");
        benches.push(Bench { name: vendor.name(), sim, provider });
    }
    benches
}

fn descriptor(vendor: &Vendor) -> Descriptor {
    vendor.descriptor().expect("all-vendors compiles every vendor in")
}
