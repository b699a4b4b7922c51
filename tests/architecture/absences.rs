//! What the library must do without is named where it is said.

use crate::support::assert_one;
use xtask::architecture::{File, absences};

fn problems(path: &str, text: &str) -> Vec<String> {
    absences::problems(&[File::new(path, text)])
}

#[test]
fn a_clock_in_core_is_named() {
    let clock = "fn now() { std::time::Instant::now(); }";
    assert_one(&problems("crates/core/src/turn.rs", clock), "`Instant::now`");
    assert_eq!(problems("crates/http/src/clock.rs", clock), Vec::<String>::new());
    assert_eq!(problems("crates/core/src/turn.rs", "// Instant::now"), Vec::<String>::new());
}

#[test]
fn a_task_a_channel_and_global_state_are_named() {
    let provider = "crates/providers/x/src/lib.rs";
    assert_one(&problems(provider, "fn a() { tokio::spawn(b); }"), "`spawn(`");
    assert_one(&problems(provider, "use std::sync::mpsc;"), "`mpsc`");
    let global = "static A: OnceLock<u8> = OnceLock::new();";
    assert_one(&problems(provider, global), "`OnceLock`");
    assert_eq!(problems("crates/http/src/transport.rs", global), Vec::<String>::new());
    assert_eq!(problems("crates/testkit/src/sim.rs", "tokio::spawn(b);"), Vec::<String>::new());
}
