//! Collecting a stream, and polling it after its end.

use super::{Item, Violation, check};
use futures_util::StreamExt;
use kei_router_core::EventStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

/// How often a stream is polled after its end.
const AFTERWARDS: usize = 4;

/// Everything that a stream has yielded.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Collected {
    /// The items, in order.
    pub items: Vec<Item>,
    /// Whether the stream was still waiting when it was given up; see [`collect_ready`].
    pub waiting: bool,
    /// How often the stream gave way to other tasks though it could go on; see
    /// [`collect_ready`].
    pub yields: usize,
    /// How many of the polls after the end gave anything but `None`.
    pub late: usize,
}

impl Collected {
    /// Checks the items, and that the stream yields only `None` after its end.
    ///
    /// # Errors
    /// Every violation.
    pub fn check(&self) -> Result<(), Vec<Violation>> {
        let mut violations = check(&self.items).err().unwrap_or_default();
        if self.late > 0 {
            let what = "the stream does not yield None for ever after its end".to_owned();
            let at = self.items.len();
            violations.push(Violation { name: "none_for_ever", at, what });
        }
        if violations.is_empty() { Ok(()) } else { Err(violations) }
    }
}

/// Collects a stream up to its end, however long that takes, and polls it a few times more.
pub async fn collect(mut stream: EventStream) -> Collected {
    let mut collected = Collected::default();
    while let Some(item) = stream.next().await {
        collected.items.push(item);
    }
    afterwards(stream, collected)
}

/// Collects what a stream yields without waiting: all of it where the bytes are there, as in
/// a replay; up to the stall where they stop. A stream that gives way, and has asked at once to be
/// polled again, does not wait.
pub async fn collect_ready(mut stream: EventStream) -> Collected {
    let mut collected = Collected::default();
    loop {
        match now(&mut stream, &mut collected.yields) {
            Poll::Ready(Some(item)) => collected.items.push(item),
            Poll::Ready(None) => return afterwards(stream, collected),
            Poll::Pending => {
                collected.waiting = true;
                return collected;
            }
        }
    }
}

fn afterwards(mut stream: EventStream, mut collected: Collected) -> Collected {
    for _ in 0..AFTERWARDS {
        if !matches!(now(&mut stream, &mut collected.yields), Poll::Ready(None)) {
            collected.late = collected.late.saturating_add(1);
        }
    }
    collected
}

/// What a stream gives without waiting for anything.
fn now(stream: &mut EventStream, yields: &mut usize) -> Poll<Option<Item>> {
    let woken = Arc::new(Woken::default());
    let waker = Waker::from(Arc::clone(&woken));
    let mut cx = Context::from_waker(&waker);
    loop {
        let polled = stream.poll_next_unpin(&mut cx);
        if polled.is_ready() || !woken.0.swap(false, Ordering::SeqCst) {
            return polled;
        }
        *yields = yields.saturating_add(1);
    }
}

/// Whether the task was woken.
#[derive(Default)]
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}
