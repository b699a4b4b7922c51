//! Connections are used again.

use crate::benches;
use kei_router::{ChatRequest, Message, Provider};
use kei_router_testkit::Script;
use std::time::Duration;

const ANSWERS: usize = 50;

async fn fifty(provider: &dyn Provider) {
    for _ in 0..ANSWERS {
        let request = ChatRequest::new([Message::user("Hi")]).max_tokens(100);
        let reply = provider.complete(&request).await.expect("an answer");
        assert_eq!(reply.text(), "Hello there.");
    }
}

#[tokio::test]
async fn fifty_answers_take_one_connection_on_a_current_thread_runtime() {
    for bench in benches(hello()).await {
        fifty(bench.provider.as_ref()).await;
        assert_eq!(bench.sim.requests().len(), ANSWERS, "{}", bench.name);
        assert_eq!(bench.sim.connections(), 1, "{}", bench.name);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_answers_take_at_most_two_connections_on_many_threads() {
    for bench in benches(hello()).await {
        fifty(bench.provider.as_ref()).await;
        assert!(bench.sim.connections() <= 2, "{}: {}", bench.name, bench.sim.connections());
    }
}

/// Two runtimes that are both alive, driven by turns: a pooled connection of the one must not be
/// used on the other, where nothing drives it.
#[test]
fn one_default_client_serves_two_live_current_thread_runtimes() {
    let servers = runtime();
    let (benches, runtimes) = (servers.block_on(benches(hello())), [runtime(), runtime()]);
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = std::thread::spawn(move || servers.block_on(stopped));
    for bench in &benches {
        for turn in [0, 1, 0, 1] {
            let request = ChatRequest::new([Message::user("Hi")]).max_tokens(100);
            let answer = runtimes[turn].block_on(async {
                tokio::time::timeout(Duration::from_secs(10), bench.provider.complete(&request))
                    .await
            });
            assert_eq!(answer.expect("no hang").expect("an answer").text(), "Hello there.");
        }
    }
    stop.send(()).expect("the servers wait");
    serving.join().expect("no panic").expect("stopped");
}

fn runtime() -> tokio::runtime::Runtime {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_all().build().expect("a runtime")
}

fn hello() -> Script {
    Script::text("Hello there.")
}
