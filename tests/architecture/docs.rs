//! The list of files in INTEGRATION.md is rewritten between its markers alone.

use crate::support::{member, workspace};
use xtask::architecture::docs::updated;

const DOCUMENT: &str = "before\n<!-- files:begin -->\nold\n<!-- files:end -->\nafter\n";

#[test]
fn the_block_is_rewritten_and_then_stable() {
    let files = [
        ("crates/core/src/lib.rs", "//! Core.\nfn a() {\n    b();\n}\n"),
        ("crates/core/src/sse/line.rs", "//! Lines.\n"),
        (
            "crates/core/src/sse/tests.rs",
            "//! Tests.\n//! More.\n//! And more.\n//! And.\n//! End.\n",
        ),
    ];
    let workspace =
        workspace(vec![member("kei-router-core", "crates/core"), member("t", "tests")], &files);
    let new = updated(DOCUMENT, &workspace).expect("the markers are there");
    let row = "| `crates/core` | 2 | 5 | `lib.rs`, 4 lines |\n";
    assert!(new.contains(row), "{new}");
    assert!(new.starts_with("before\n<!-- files:begin -->\n| crate |"), "{new}");
    assert!(new.ends_with(" |\n<!-- files:end -->\nafter\n") && !new.contains("old"), "{new}");
    assert_eq!(updated(&new, &workspace).expect("the markers are there"), new);
}

#[test]
fn a_document_without_markers_is_named() {
    let workspace = workspace(vec![], &[]);
    for lacking in ["<!-- files:begin -->", "<!-- files:end -->"] {
        let error = updated(&DOCUMENT.replace(lacking, ""), &workspace).expect_err("no marker");
        assert!(error.to_string().contains(lacking), "{error}");
    }
}
