//! Connections are used again.

use kei_router::{ChatRequest, Message, Provider};
use kei_router_testkit::Script;
use kei_router_tests::VendorWire;
use kei_router_tests::trials::{current_thread, each_wire, each_wire_blocking};
use libtest_mimic::Trial;
use std::time::Duration;

const ANSWERS: usize = 300;
/// How many connections they may take on two threads: the system may put one to sleep for longer
/// than a new request waits for a connection that is on its way back.
const MAX_ON_TWO_THREADS: u64 = 4;

pub(crate) fn trials() -> [Vec<Trial>; 3] {
    let one = each_wire("three_hundred_answers_take_one_connection_on_one_thread", |wire| {
        connections(wire, 1)
    });
    let many = each_wire_blocking(
        "three_hundred_answers_take_hardly_more_connections_on_two_threads",
        |wire| {
            let mut builder = tokio::runtime::Builder::new_multi_thread();
            let runtime = builder.worker_threads(2).enable_all().build().expect("a runtime");
            runtime
                .block_on(async { tokio::spawn(connections(wire, MAX_ON_TWO_THREADS)).await })
                .expect("no panic");
        },
    );
    let two = each_wire_blocking("one_default_client_serves_two_live_runtimes", two_runtimes);
    [one, many, two]
}

async fn ask(provider: &dyn Provider) {
    for _ in 0..ANSWERS {
        let request = ChatRequest::new([Message::user("Hi")]).max_tokens(100);
        let reply = provider.complete(&request).await.expect("an answer");
        assert_eq!(reply.text(), "Hello there.");
    }
}

async fn connections(wire: VendorWire, max: u64) {
    let (sim, provider) = wire.simulated(hello()).await;
    ask(provider.as_ref()).await;
    assert_eq!(sim.requests().len(), ANSWERS);
    assert!((1..=max).contains(&sim.connections()), "{} connections", sim.connections());
}

/// Two runtimes that are both alive, driven by turns: a pooled connection of the one must not be
/// used on the other, where nothing drives it.
fn two_runtimes(wire: VendorWire) {
    let servers = current_thread();
    let (_sim, provider) = servers.block_on(wire.simulated(hello()));
    let runtimes = [current_thread(), current_thread()];
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = std::thread::spawn(move || servers.block_on(stopped));
    for turn in [0, 1, 0, 1] {
        let request = ChatRequest::new([Message::user("Hi")]).max_tokens(100);
        let answer = runtimes[turn].block_on(async {
            tokio::time::timeout(Duration::from_secs(10), provider.complete(&request)).await
        });
        assert_eq!(answer.expect("no hang").expect("an answer").text(), "Hello there.");
    }
    stop.send(()).expect("the servers wait");
    serving.join().expect("no panic").expect("stopped");
}

fn hello() -> Script {
    Script::text("Hello there.")
}
