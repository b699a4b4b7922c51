//! The suite passes for the real vendors, and names what a faulty provider does.

use kei_router::Vendor;
use kei_router_testkit::suite::{Report, Suite};
use kei_router_testkit::{Script, render};

async fn run(vendor: &'static Vendor) -> Report {
    let descriptor = vendor.descriptor().expect("it is compiled in");
    let build = |transport| vendor.over(transport).expect("it is compiled in");
    let dial = |endpoint| {
        vendor
            .with_endpoint("sk-sim".to_owned(), String::new(), endpoint)
            .expect("it is compiled in")
    };
    let script = Script::text("By hand.").comments("x").crlf();
    let body = render(&descriptor, &script).expect("the format is known");
    let suite = Suite::new(&descriptor, &build).over_sockets(&dial);
    suite.fixture("by hand", body).run().await
}

#[tokio::test]
async fn every_vendor_keeps_the_contract() {
    for vendor in kei_router::vendors() {
        let report = run(vendor).await;
        assert!(report.is_ok(), "{report}");
        assert!(report.compared > 1000, "{report}");
    }
}

#[tokio::test]
async fn a_wire_that_is_not_known_is_a_failure() {
    let vendor = &kei_router::vendors()[0];
    let mut descriptor = vendor.descriptor().expect("it is compiled in");
    descriptor.wire.format = "smoke-signals".into();
    let build = |transport| vendor.over(transport).expect("it is compiled in");
    let report = Suite::new(&descriptor, &build).run().await;
    assert!(!report.is_ok() && report.to_string().contains("not known"), "{report}");
}
