//! What a token allocates on each wire, against the bounds that are stored beside the streams.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use super::counter::count;
use kei_router_instructions::{Bounds, CASES, Case};

const TOKENS: usize = 2000;
/// Two allocations in all: a buffer that grows once more.
const SLACK: f64 = 2.0 / TOKENS as f64;

/// The allocations of reading a stream of this many tokens, once it is open.
fn allocations(case: &Case, tokens: usize) -> u64 {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let stream = runtime.block_on(case.open(case.body(tokens).into_bytes())).expect("it begins");
    count(|| runtime.block_on(case.read(stream)).expect("a clean stream"))
}

/// What a token more costs: what is the same for every stream cancels out.
fn per_token(case: &Case) -> f64 {
    let (once, twice) = (allocations(case, TOKENS), allocations(case, 2 * TOKENS));
    twice.saturating_sub(once) as f64 / TOKENS as f64
}

#[test]
fn no_wire_allocates_more_for_a_token_than_its_bound() {
    let bounds = Bounds::stored().expect("bounds.json is sound").allocations;
    let names: Vec<_> = bounds.keys().map(String::as_str).collect();
    let mut cases: Vec<_> = CASES.iter().map(|case| case.name).collect();
    cases.sort_unstable();
    assert_eq!(names, cases, "bounds.json and the cases differ");
    let mut passed = Vec::new();
    for case in CASES {
        let (counted, bound) = (per_token(&case), bounds[case.name]);
        println!("{}: {counted:.4} allocations a token, {bound} at most", case.name);
        if counted > bound + SLACK {
            passed.push(format!("{}: {counted:.4} allocations a token, not {bound}", case.name));
        }
    }
    assert!(passed.is_empty(), "{}", passed.join("\n"));
}
