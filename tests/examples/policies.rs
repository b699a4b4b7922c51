//! The examples that do by hand what a policy would: another vendor, a wait, a budget.

use crate::support::received;
use crate::{agent_example, batch, demo, fallback};
use kei_router::{ChatRequest, ErrorKind, Message, Meter, Provider, Reply, Usage};
use kei_router_testkit::{Refused, Script};
use kei_router_tests::VendorWire;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

fn request() -> ChatRequest {
    ChatRequest::new([Message::user("A poem about the sea.")])
}

/// A script that refuses once, and then answers.
fn once(refused: Refused) -> Script {
    let requests = AtomicUsize::new(0);
    Script::respond(move |_| match requests.fetch_add(1, Ordering::Relaxed) {
        0 => Script::new().refuse(refused.clone()).header("retry-after-ms", "10"),
        _ => Script::text("Grey waves."),
    })
}

#[tokio::test]
async fn a_vendor_that_is_down_hands_over_to_the_next() {
    let wires = VendorWire::all();
    for (one, other) in wires.iter().zip(wires.iter().cycle().skip(1)) {
        let (down, first) = one.simulated(Script::new().refuse(Refused::overloaded())).await;
        let (up, second) = other.simulated(Script::text("Grey waves.")).await;
        let providers: Vec<Arc<dyn Provider>> = vec![first.into(), second.into()];
        let stream = fallback::stream(&providers, &request()).await.expect("the second answers");
        let reply = Reply::collect(stream).await.expect("a reply");
        assert_eq!(reply.started.provider, other.vendor());
        assert_eq!((received(&up, other).len(), down.requests().len()), (1, 1));
    }
}

#[tokio::test]
async fn a_vendor_that_asks_for_a_wait_is_asked_again_and_a_bad_request_is_not() {
    for wire in VendorWire::all() {
        let limited = once(Refused::rate_limit());
        let (sim, provider) = wire.simulated(limited).await;
        let providers: Vec<Arc<dyn Provider>> = vec![provider.into()];
        let stream = fallback::stream(&providers, &request()).await;
        assert!(stream.is_ok(), "{}: {:?}", wire.name(), stream.err());
        assert_eq!(sim.requests().len(), 2, "{}", wire.name());
        let (sim, provider) = wire.simulated(once(Refused::bad("no"))).await;
        let providers: Vec<Arc<dyn Provider>> = vec![provider.into()];
        let Err(error) = fallback::stream(&providers, &request()).await else { panic!("refused") };
        assert_eq!(error.kind(), ErrorKind::BadRequest, "{}", wire.name());
        assert_eq!(sim.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_batch_stops_at_its_budget() {
    for wire in VendorWire::all() {
        let script = Script::text("No.").usage(Usage::new(1000, 10));
        let (_sim, provider) = wire.simulated(script).await;
        let prompts = |count| (0..count).map(|n| format!("Is {n} a prime?")).collect::<Vec<_>>();
        let meter = Meter::new();
        let all = batch::answers(provider.as_ref(), prompts(20), &meter, u128::MAX).await;
        assert!(all.iter().all(Result::is_ok), "{}", wire.name());
        assert_eq!((all.len(), meter.spent().turns), (20, 20));
        let each = meter.spent().cost / 20;
        let few = batch::answers(provider.as_ref(), prompts(200), &Meter::new(), 3 * each).await;
        assert!((3..=3 + 16).contains(&few.len()), "{}: {}", wire.name(), few.len());
    }
}

#[tokio::test]
async fn the_short_agent_says_what_the_long_one_does() {
    for wire in VendorWire::all() {
        let (sim, provider) = wire.simulated(Script::turns(demo::weather())).await;
        let finish = agent_example::ask(provider, "Which is the warmest?").await;
        let finish = finish.unwrap_or_else(|error| panic!("{}: {error}", wire.name()));
        assert!(finish.text().ends_with("(39.2 °F)."), "{}", wire.name());
        assert_eq!(finish.spent.turns, 3);
        assert_eq!(received(&sim, &wire).len(), 3);
    }
}
