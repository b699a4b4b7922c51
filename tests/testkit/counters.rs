//! A simulator sees at once when its client leaves, whatever it is doing.

use crate::client::{ANTHROPIC, Client, messages};
use kei_router_testkit::{EndOfBody, Script, Sim, anthropic_messages};
use std::time::{Duration, Instant};

const LONG: Duration = Duration::from_secs(600);

/// Asks, waits a little, leaves, and says how long the simulator took to see it.
async fn leave(script: Script) -> (Sim, Duration) {
    let sim = Sim::start(&anthropic_messages(), script).await;
    let mut client = Client::dial(&sim).await;
    client.send("/v1/messages", &ANTHROPIC, &messages()).await;
    while sim.requests().is_empty() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    tokio::time::sleep(Duration::from_millis(20)).await;
    let left = Instant::now();
    drop(client);
    let seen = tokio::time::timeout(Duration::from_secs(5), sim.aborted()).await;
    let took = seen.expect("it is seen").saturating_duration_since(left);
    (sim, took)
}

#[tokio::test]
async fn it_sees_the_client_leave() {
    let scripts = [
        ("before the head", Script::default().head_after(Duration::MAX)),
        ("before a token", Script::default().first_after(LONG)),
        ("between tokens", Script::default().token_every(LONG)),
        ("with keep-alives", Script::default().token_every(LONG).keep_alive(LONG / 60)),
        ("in a stall", Script::default().stall_after_events(3)),
        ("before the end", Script::default().end_of_body(EndOfBody::After(LONG))),
        ("with no end", Script::default().end_of_body(EndOfBody::Never)),
        ("in an endless body", Script::new().endless_body(500)),
    ];
    for (name, script) in scripts {
        let (sim, took) = leave(script).await;
        assert!(took < Duration::from_secs(1), "{name}: {took:?}");
        assert_eq!((sim.aborts(), sim.completed(), sim.connections()), (1, 0, 1), "{name}");
    }
}

#[tokio::test]
async fn each_abort_is_told_once() {
    let (sim, _) = leave(Script::default().stall_after_events(1)).await;
    let again = tokio::time::timeout(Duration::from_millis(50), sim.aborted()).await;
    assert!(again.is_err(), "there was only one");
}

#[tokio::test]
async fn an_endless_body_is_counted() {
    let (sim, _) = leave(Script::new().endless_body(500)).await;
    assert!(sim.bytes_written() > 64 * 1024, "{}", sim.bytes_written());
}

#[tokio::test]
async fn whole_answers_are_no_aborts() {
    let sim = Sim::start(&anthropic_messages(), Script::default()).await;
    for _ in 0..2 {
        let mut client = Client::dial(&sim).await;
        for _ in 0..3 {
            let answer = client.ask("/v1/messages", &ANTHROPIC, &messages()).await;
            assert!(answer.whole, "{answer:?}");
        }
    }
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert_eq!((sim.connections(), sim.completed(), sim.aborts()), (2, 6, 0));
    assert_eq!(sim.requests().len(), 6);
    assert_eq!(sim.requests().last().map(|request| request.connection), Some(2));
}

#[tokio::test]
async fn a_dropped_simulator_closes_its_connections() {
    let sim = Sim::start(&anthropic_messages(), Script::default().stall_after_events(2)).await;
    let mut client = Client::dial(&sim).await;
    client.send("/v1/messages", &ANTHROPIC, &messages()).await;
    let address = sim.address();
    tokio::time::sleep(Duration::from_millis(20)).await;
    drop(sim);
    assert!(!client.answer().await.whole);
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert!(tokio::net::TcpStream::connect(address).await.is_err(), "nobody listens");
}
