//! Too many names are counted, however they are imported or said.

use crate::support::{assert_one, member, workspace};
use xtask::architecture::{names, table};

fn root(text: &str) -> Vec<String> {
    names::root(&workspace(vec![], &[("crates/core/src/lib.rs", text)]))
}

fn vendor(text: &str) -> Vec<String> {
    names::dialect_vendor(&workspace(vec![], &[("tests/custom_vendors/compatible/a.rs", text)]))
}

/// `count` names in a tree.
fn tree(count: usize) -> String {
    let names: Vec<_> = (0..count).map(|at| format!("Name{at}")).collect();
    format!("{{{}}}", names.join(", "))
}

#[test]
fn a_root_of_56_names_is_too_large() {
    let private = format!("use b::{};\n", tree(90));
    let exported = |count| format!("{private}pub use a::{};\npub mod c;\n", tree(count));
    assert_eq!(root(&exported(55)), Vec::<String>::new());
    assert_one(&root(&exported(56)), "has 56 names, over 55");
    assert!(!names::root(&workspace(vec![], &[])).is_empty(), "core has a root");
}

#[test]
fn a_vendor_that_needs_sixteen_names_needs_too_many() {
    let fifteen = format!("use kei_router_core::codec::{};\nuse serde_json::json;\n", tree(15));
    assert_eq!(vendor(&fifteen), Vec::<String>::new());
    for one_more in [
        "use kei_router_core::codec::Wire;",
        "use kei_router_chat_completions::wire;",
        "use kei_router_core::ReasoningEffort::{High, Low};",
        "type A = kei_router_http::HttpProvider<B>;",
        "use kei_router_responses::{self as responses};\nconst A: B = responses::Dialect::PLAIN;",
    ] {
        assert_one(&vendor(&format!("{fifteen}{one_more}\n")), "has 16 names, over 15");
    }
    let known = "fn a() { kei_router_core::codec::Name1::new(); } // kei_router_core::Other\n";
    assert_eq!(vendor(&format!("{fifteen}{known}")), Vec::<String>::new());
    assert!(!names::dialect_vendor(&workspace(vec![], &[])).is_empty(), "there is a vendor");
}

#[test]
fn a_vendor_is_named_in_the_table_alone() {
    let row = ("crates/router/src/vendors.rs", "\"acme\" => kei_router_acme::{Acme};\n");
    let own = ("crates/providers/acme/src/lib.rs", "use kei_router_acme::Acme;\n");
    let test = ("tests/vendors/acme.rs", "use kei_router_acme::Acme;\n");
    let problems = |files: &[(&str, &str)]| {
        let acme = member("kei-router-acme", "crates/providers/acme");
        table::mentions(&workspace(vec![acme], files))
    };
    assert_eq!(problems(&[row, own, test]), Vec::<String>::new());
    assert_one(&problems(&[own, test]), "kei_router_acme is named in []");
    let more = ("crates/cortex/src/main.rs", "\nuse kei_router_acme::Acme;\n");
    assert_one(&problems(&[row, more]), "crates/cortex/src/main.rs:2");
}
