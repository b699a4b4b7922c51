//! The architecture checks, each a test of its own, and each shown to be able to fail.

#![allow(clippy::expect_used, clippy::panic, reason = "a test says what it expected")]

mod absences;
mod circles;
mod dependencies;
mod docs;
mod length;
mod lists;
mod reading;
mod style;
mod support;
mod vendor_names;

use std::sync::LazyLock;
use xtask::architecture::{CHECKS, Workspace};

static WORKSPACE: LazyLock<Workspace> =
    LazyLock::new(|| Workspace::open().expect("cargo reads the workspace"));

macro_rules! rules {
    ($($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                assert_holds(stringify!($name));
            }
        )*

        const RULES: &[&str] = &[$(stringify!($name)),*];
    };
}

rules! {
    arrows_point_down
    core_is_pure
    vendors_are_pure_without_http
    only_http_opens_sockets
    each_feature_brings_its_vendor_alone
    the_facade_is_light
    the_table_is_whole
    the_table_is_the_only_list
    what_serves_all_names_no_vendor
    same_role_same_file_name
    circles_are_small
    files_are_short
    functions_are_short
    lints_hold_everywhere
    the_library_does_without
    allowing_has_a_reason
    nothing_is_unfinished
    manifests_are_whole
}

#[test]
fn every_rule_is_a_test_here() {
    let names: Vec<_> = CHECKS.iter().map(|check| check.name).collect();
    assert_eq!(names, RULES, "xtask's list of checks and this one differ");
}

#[test]
fn the_workspace_was_read() {
    assert!(WORKSPACE.members.len() >= 11, "members: {:?}", WORKSPACE.members.len());
    assert!(WORKSPACE.vendors().len() >= 3, "vendors: {:?}", WORKSPACE.vendors());
    assert!(WORKSPACE.files.iter().filter(|file| file.is_source()).count() >= 60, "few sources");
    assert!(WORKSPACE.third_party.iter().any(|package| package.name == "reqwest"), "no reqwest");
}

fn assert_holds(name: &str) {
    let check = CHECKS.iter().find(|check| check.name == name).expect("xtask has this check");
    let problems = (check.problems)(&WORKSPACE).expect("the check can be made");
    assert!(problems.is_empty(), "{name} does not hold:\n  {}\n", problems.join("\n  "));
}
