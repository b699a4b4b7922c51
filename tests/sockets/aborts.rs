//! What is dropped is aborted at once.

use crate::{Bench, benches};
use kei_router::{ChatRequest, Message, StreamEvent, StreamExt};
use kei_router_testkit::Script;
use std::time::{Duration, Instant};

const BOUND: Duration = Duration::from_secs(1);
const TRIALS: usize = 9;

fn request() -> ChatRequest {
    ChatRequest::new([Message::user("Hi")]).max_tokens(100)
}

async fn seen_after(bench: &Bench, dropped: Instant) -> Duration {
    let aborted = tokio::time::timeout(BOUND, bench.sim.aborted()).await;
    let aborted = aborted.unwrap_or_else(|_| panic!("{}: no abort within 1 s", bench.name));
    aborted.saturating_duration_since(dropped)
}

fn report(what: &str, name: &str, mut trials: Vec<Duration>) {
    trials.sort();
    let median = trials.get(TRIALS / 2).expect("there are trials");
    println!("{name}: {what} seen by the server after {median:?} (median of {TRIALS})");
    assert!(*median < BOUND);
}

#[tokio::test]
async fn a_dropped_stream_is_aborted_at_once() {
    let script = Script::text("One two three four five six seven eight.").stall_after_events(7);
    for bench in benches(script).await {
        let mut trials = Vec::new();
        for _ in 0..TRIALS {
            let mut stream = bench.provider.stream(&request()).await.expect("it begins");
            while let Some(event) = stream.next().await {
                if matches!(event.expect("an event"), StreamEvent::Token(_)) {
                    break;
                }
            }
            let dropped = Instant::now();
            drop(stream);
            trials.push(seen_after(&bench, dropped).await);
        }
        report("a dropped stream is", bench.name, trials);
    }
}

#[tokio::test]
async fn a_dropped_handshake_is_aborted_at_once() {
    let script = Script::text("Late.").head_after(Duration::from_secs(60));
    for bench in benches(script).await {
        let mut trials = Vec::new();
        for trial in 1..=TRIALS {
            let request = request();
            let mut asked = bench.provider.stream(&request);
            while bench.sim.requests().len() < trial {
                let wait = Duration::from_millis(5);
                let early = tokio::time::timeout(wait, &mut asked).await;
                assert!(early.is_err(), "{}: there is no answer yet", bench.name);
            }
            let dropped = Instant::now();
            drop(asked);
            trials.push(seen_after(&bench, dropped).await);
        }
        report("a dropped handshake is", bench.name, trials);
    }
}
