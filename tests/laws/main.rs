//! Every vendor of the table holds the laws of a stream, in every chunking.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod fixtures;

use kei_router::{Descriptor, Vendor, vendors};
use kei_router_testkit::suite::Suite;

#[tokio::test]
async fn every_vendor_holds_the_contract() {
    assert!(vendors().len() >= 3);
    for vendor in vendors() {
        let vendors_own = vendor.descriptor().expect("all-vendors compiles every vendor in");
        for wire in vendors_own.wires() {
            holds(vendor, &vendors_own.speaking(wire)).await;
        }
    }
}

async fn holds(vendor: &Vendor, descriptor: &Descriptor) {
    let build = |transport| vendor.over(transport, &descriptor.wire).expect("compiled in");
    let model = descriptor.default_model.to_string();
    let dial =
        |url| vendor.with_endpoint("sk-offline".into(), model.clone(), url).expect("compiled in");
    let mut suite = Suite::new(descriptor, &build).over_sockets(&dial);
    for fixture in fixtures::of(vendor.name(), &descriptor.wire) {
        suite = suite.fixture(fixture.name, fixture.stream);
    }
    let report = suite.run().await;
    assert!(report.is_ok(), "{report}");
    assert!(report.compared > 1000, "the suite compared too little: {report}");
}
