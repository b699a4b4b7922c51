//! What is dropped is aborted at once.

use kei_router::{ChatRequest, Message, StreamEvent, StreamExt};
use kei_router_testkit::{Script, Sim};
use kei_router_tests::VendorWire;
use kei_router_tests::trials::each_wire;
use libtest_mimic::Trial;
use std::time::{Duration, Instant};

const BOUND: Duration = Duration::from_secs(1);
const TRIALS: usize = 9;

pub(crate) fn trials() -> [Vec<Trial>; 2] {
    let streams = each_wire("a_dropped_stream_is_aborted_at_once", dropped_stream);
    let handshakes = each_wire("a_dropped_handshake_is_aborted_at_once", dropped_handshake);
    [streams, handshakes]
}

fn request() -> ChatRequest {
    ChatRequest::new([Message::user("Hi")]).max_tokens(100)
}

async fn seen_after(sim: &Sim, dropped: Instant) -> Duration {
    let aborted = tokio::time::timeout(BOUND, sim.aborted()).await.expect("an abort within 1 s");
    aborted.saturating_duration_since(dropped)
}

fn report(what: &str, name: &str, mut trials: Vec<Duration>) {
    trials.sort();
    let median = trials.get(TRIALS / 2).expect("there are trials");
    println!("{name}: {what} seen by the server after {median:?} (median of {TRIALS})");
    assert!(*median < BOUND);
}

async fn dropped_stream(wire: VendorWire) {
    let script = Script::text("One two three four five six seven eight.").stall_after_events(7);
    let (sim, provider) = wire.simulated(script).await;
    let mut trials = Vec::new();
    for _ in 0..TRIALS {
        let mut stream = provider.stream(&request()).await.expect("it begins");
        while let Some(event) = stream.next().await {
            if matches!(event.expect("an event"), StreamEvent::Token(_)) {
                break;
            }
        }
        let dropped = Instant::now();
        drop(stream);
        trials.push(seen_after(&sim, dropped).await);
    }
    report("a dropped stream is", &wire.name(), trials);
}

async fn dropped_handshake(wire: VendorWire) {
    let script = Script::text("Late.").head_after(Duration::from_secs(60));
    let (sim, provider) = wire.simulated(script).await;
    let mut trials = Vec::new();
    for trial in 1..=TRIALS {
        let request = request();
        let mut asked = provider.stream(&request);
        while sim.requests().len() < trial {
            let wait = Duration::from_millis(5);
            let early = tokio::time::timeout(wait, &mut asked).await;
            assert!(early.is_err(), "there is no answer yet");
        }
        let dropped = Instant::now();
        drop(asked);
        trials.push(seen_after(&sim, dropped).await);
    }
    report("a dropped handshake is", &wire.name(), trials);
}
