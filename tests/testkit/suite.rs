//! The suite says what it cannot check.

use kei_router_testkit::suite::Suite;

#[tokio::test]
async fn a_wire_that_is_not_known_is_a_failure() {
    let vendor = &kei_router::vendors()[0];
    let mut descriptor = vendor.descriptor().expect("it is compiled in");
    let wire = descriptor.wire.clone();
    descriptor.wire.format = "smoke-signals".into();
    let build = |transport| vendor.over(transport, &wire).expect("it is compiled in");
    let report = Suite::new(&descriptor, &build).run().await;
    assert!(!report.is_ok() && report.to_string().contains("not known"), "{report}");
}
