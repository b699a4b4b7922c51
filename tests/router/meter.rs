//! A meter: what turns used and cost, whatever became of their streams.

use kei_router::{ChatRequest, Message, Meter, Provider, StreamEvent, StreamExt, Usage};
use kei_router_testkit::{Replay, ReplayTransport, Script};
use kei_router_tests::VendorWire;
use std::sync::Arc;

fn script() -> Script {
    Script::text("Grey waves come and go.").usage(Usage::new(100, 20))
}

fn over(wire: &VendorWire, script: &Script) -> Box<dyn Provider> {
    wire.over(Arc::new(ReplayTransport::new(Replay::sse(wire.body(script)))))
}

fn metered() -> (Meter, ChatRequest) {
    let meter = Meter::new();
    let request = ChatRequest::new([Message::user("Hello")]).meter(&meter);
    (meter, request)
}

#[tokio::test]
async fn finished_turns_are_counted_with_their_price() {
    for wire in VendorWire::all() {
        let (meter, request) = metered();
        let mut cost = 0;
        for _ in 0..2 {
            let reply = over(&wire, &script()).complete(&request).await.expect("a reply");
            cost += reply.finish.cost.expect("a known price");
        }
        let spent = meter.spent();
        assert_eq!((spent.turns, spent.broken, spent.unpriced), (2, 0, 0), "{}", wire.name());
        assert_eq!((spent.usage.input, spent.usage.output), (Some(200), Some(40)));
        assert_eq!(spent.cost, cost);
        assert!(cost > 0);
    }
}

#[tokio::test]
async fn a_broken_turn_is_counted_as_its_error_says() {
    for wire in VendorWire::all() {
        let (meter, request) = metered();
        let provider = over(&wire, &script().cut_after_events(3));
        let error = provider.complete(&request).await.expect_err("it is cut");
        let (partial, spent) = (error.partial().expect("what had arrived"), meter.spent());
        assert_eq!((spent.turns, spent.broken), (1, 1), "{}", wire.name());
        assert_eq!((spent.usage, spent.cost), (partial.usage, partial.cost.unwrap_or(0)));
        assert_eq!(spent.unpriced, u64::from(partial.cost.is_none()));
    }
}

#[tokio::test]
async fn a_dropped_stream_is_counted_with_what_its_vendor_had_told() {
    let mut told_early = Vec::new();
    for wire in VendorWire::all() {
        let (meter, request) = metered();
        let mut stream = over(&wire, &script()).stream(&request).await.expect("a stream");
        let mut usage = Usage::default();
        while let Some(event) = stream.next().await {
            match event.expect("an event") {
                StreamEvent::Usage(told) => usage = *told,
                StreamEvent::Token(_) => break,
                _ => {}
            }
        }
        assert_eq!(meter.spent().turns, 0, "it is not over");
        drop(stream);
        let spent = meter.spent();
        assert_eq!((spent.turns, spent.broken, spent.usage), (1, 1, usage), "{}", wire.name());
        // Some tell the input at the start, others tell everything at the end.
        assert_eq!(spent.usage.input.is_some(), spent.cost > 0, "{}", wire.name());
        assert_eq!(spent.unpriced, u64::from(spent.cost == 0));
        told_early.extend(spent.usage.input.map(|_| wire.format().to_owned()));
    }
    assert!(told_early.iter().any(|format| format.contains("messages")), "{told_early:?}");
}

#[tokio::test]
async fn a_stream_that_is_dropped_at_its_end_is_counted_once() {
    for wire in VendorWire::all() {
        let (meter, request) = metered();
        let mut stream = over(&wire, &script()).stream(&request).await.expect("a stream");
        while let Some(event) = stream.next().await {
            if matches!(event.expect("an event"), StreamEvent::Finish(_)) {
                break;
            }
        }
        drop(stream);
        assert_eq!((meter.spent().turns, meter.spent().broken), (1, 0), "{}", wire.name());
    }
}
