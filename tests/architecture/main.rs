//! The architecture checks, each a test of its own, and each shown to be able to fail.

#![allow(clippy::expect_used, clippy::panic, reason = "a test says what it expected")]

mod absences;
mod circles;
mod dependencies;
mod docs;
mod duplicates;
mod length;
mod lists;
mod names;
mod reading;
mod style;
mod support;
mod vendor_names;

use std::sync::LazyLock;
use xtask::architecture::{CHECKS, Workspace};

static WORKSPACE: LazyLock<Workspace> =
    LazyLock::new(|| Workspace::open().expect("cargo reads the workspace"));

macro_rules! tests {
    ($($name:ident => $problems:expr;)*) => {
        $(
            #[test]
            fn $name() {
                assert_holds(stringify!($name));
            }
        )*
    };
}

xtask::architecture_checks!(tests);

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
