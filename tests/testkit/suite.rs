//! The suite says what it has checked, and what it cannot check.

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

#[tokio::test]
async fn the_report_names_each_check_and_stream() {
    let vendor = &kei_router::vendors()[0];
    let descriptor = vendor.descriptor().expect("it is compiled in");
    let build = |transport| vendor.over(transport, &descriptor.wire).expect("it is compiled in");
    let suite = Suite::new(&descriptor, &build).only(&["content", "live", "odd"]);
    let report = suite.fixture("mine", "event: nothing\n\n").run().await;
    let shown = report.to_string();
    assert!(shown.starts_with(&format!("{} over ", descriptor.name)), "{shown}");
    assert!(shown.contains("6 failures\n  odd / text: there is no such check"), "{shown}");
    assert!(shown.contains("\n  odd / mine: ") && !shown.contains("content / "), "{shown}");
    let all = format!("{report:#}");
    for line in ["content / mine: holds, 1 ", "live / calls: holds, ", "refusals / -: holds, "] {
        assert!(all.contains(line), "{line}: {all}");
    }
    assert!(!all.contains("chunks / "), "it was not asked for: {all}");
}
