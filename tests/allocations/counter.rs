//! The counting allocator of this test process. Each thread counts its own, so that tests that run
//! at the same time do not disturb each other.
#![allow(
    unsafe_code,
    reason = "a global allocator cannot be written without; this one forwards to the system's"
)]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

/// What this thread did since it was last reset.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    /// Calls that gave out memory: fresh, zeroed or resized.
    allocations: u64,
    /// Bytes allocated less bytes freed.
    held: i64,
    /// The most that was held at once.
    peak: i64,
}

thread_local! {
    static TALLY: Cell<Tally> = const { Cell::new(Tally { allocations: 0, held: 0, peak: 0 }) };
}

/// How often `work` allocates or resizes memory on this thread.
pub(crate) fn count<R>(work: impl FnOnce() -> R) -> u64 {
    measure(work).allocations
}

/// How many bytes `work` holds at most on this thread, over what was held before.
pub(crate) fn peak<R>(work: impl FnOnce() -> R) -> u64 {
    measure(work).peak.unsigned_abs()
}

/// How many more bytes than before are held on this thread once `work` is done.
pub(crate) fn held<R>(work: impl FnOnce() -> R) -> i64 {
    measure(work).held
}

fn measure<R>(work: impl FnOnce() -> R) -> Tally {
    let before = TALLY.replace(Tally::default());
    drop(work());
    TALLY.replace(before)
}

fn note(allocations: u64, grown: usize, freed: usize) {
    // Fails only while the thread ends, when nobody measures any more.
    let _ = TALLY.try_with(|tally| {
        let Tally { allocations: so_far, held, peak } = tally.get();
        let held = held.saturating_add_unsigned(grown as u64).saturating_sub_unsigned(freed as u64);
        let allocations = so_far.saturating_add(allocations);
        tally.set(Tally { allocations, held, peak: peak.max(held) });
    });
}

struct Counting;

#[global_allocator]
static COUNTING: Counting = Counting;

// SAFETY: every call goes to the system's allocator unchanged, and counting does not allocate.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        note(1, layout.size(), 0);
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        note(1, layout.size(), 0);
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        note(1, size, layout.size());
        // SAFETY: the caller's promises are passed on.
        unsafe { System.realloc(memory, layout, size) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        note(0, 0, layout.size());
        // SAFETY: the caller's promises are passed on.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[test]
fn the_counter_counts() {
    assert_eq!(count(|| 1 + 1), 0);
    assert_eq!(count(|| vec![1_u8]), 1);
    assert_eq!(count(|| Vec::<u8>::with_capacity(4).reserve_exact(8)), 2);
    assert_eq!(peak(|| drop((vec![0_u8; 1000], vec![0_u8; 500]))), 1500);
    assert_eq!(peak(|| (drop(vec![0_u8; 1000]), drop(vec![0_u8; 500]))), 1000);
    let mut kept = Vec::new();
    assert_eq!(held(|| kept = vec![0_u8; 70]), 70);
    assert_eq!(held(|| drop(kept)), -70);
}
