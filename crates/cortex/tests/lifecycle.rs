//! Clients that leave, and a daemon that stops.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

mod common;

use common::{Daemon, JSON, SOON, limits, open, tokens};
use kei_cortex::Demo;
use kei_router::vendors;
use kei_router_testkit::{Script, Sim};
use serde_json::json;
use std::time::{Duration, Instant};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

const AT_ONCE: Duration = Duration::from_secs(1);

/// How long it took the simulator to see that its client had left.
async fn noticed(sim: &Sim, left: Instant) -> Duration {
    let at = timeout(SOON, sim.aborted()).await.expect("the vendor goes on");
    at.saturating_duration_since(left)
}

#[tokio::test]
async fn a_client_that_leaves_in_mid_stream_cancels_at_the_vendor() {
    let script = Script::text("one two three four five six").stall_after_events(6);
    let demo = Demo::with(|_| script.clone()).await.unwrap();
    let daemon = Daemon::start(demo.router()).await;
    for vendor in vendors() {
        let sim = demo.sim(vendor.name()).unwrap();
        let mut answer = daemon.chat(&format!("?provider={}", vendor.name()), "Count").await;
        assert_eq!(answer.event().await.unwrap()["type"], "token");
        sleep(Duration::from_millis(50)).await;
        assert_eq!(sim.aborts(), 0);
        let left = Instant::now();
        drop(answer);
        let took = noticed(sim, left).await;
        assert!(took < AT_ONCE, "{}: {took:?}", vendor.name());
    }
}

#[tokio::test]
async fn a_client_that_leaves_before_the_answer_cancels_at_the_vendor() {
    let demo = Demo::with(|_| Script::text("late").head_after(Duration::MAX)).await.unwrap();
    let daemon = Daemon::start(demo.router()).await;
    for vendor in vendors() {
        let sim = demo.sim(vendor.name()).unwrap();
        let mut socket = TcpStream::connect(daemon.addr).await.unwrap();
        let (name, body) = (vendor.name(), r#"{"message":"Hi"}"#);
        let head = format!("POST /chat?provider={name} HTTP/1.1\r\nhost: localhost\r\n");
        let length = body.len();
        let rest = format!("{}: {}\r\ncontent-length: {length}\r\n\r\n{body}", JSON.0, JSON.1);
        socket.write_all((head + &rest).as_bytes()).await.unwrap();
        while sim.requests().is_empty() {
            sleep(Duration::from_millis(2)).await;
        }
        let left = Instant::now();
        drop(socket);
        let took = noticed(sim, left).await;
        assert!(took < AT_ONCE, "{name}: {took:?}");
    }
}

#[tokio::test]
async fn a_stop_lets_a_running_answer_finish_and_takes_no_new_one() {
    let script = Script::text("one two three four").token_every(Duration::from_millis(50));
    let demo = Demo::with(|_| script.clone()).await.unwrap();
    let daemon = Daemon::start(demo.router()).await;
    let mut answer = daemon.chat("", "Count").await;
    let first = answer.event().await.unwrap();
    daemon.stop.send(()).unwrap();
    let mut events = vec![first];
    events.extend(answer.events().await);
    assert_eq!(tokens(&events).concat(), "one two three four");
    assert_eq!(events.last().unwrap()["type"], "done");
    timeout(SOON, daemon.task).await.unwrap().unwrap();
    assert!(TcpStream::connect(daemon.addr).await.is_err());
}

#[tokio::test]
async fn the_grace_is_a_bound() {
    let script = Script::text("one two three four five six").stall_after_events(6);
    let demo = Demo::with(|_| script.clone()).await.unwrap();
    let grace = Duration::from_millis(200);
    let mut limits = limits();
    limits.grace = grace;
    let daemon = Daemon::with(demo.router(), open(), limits).await;
    let mut answer = daemon.chat("", "Count").await;
    answer.event().await.unwrap();
    let start = Instant::now();
    daemon.stop.send(()).unwrap();
    let events = answer.events().await;
    let ends: Vec<_> = events.iter().rev().take(2).collect();
    let done = json!({"type": "done", "conversation_id": "c-1", "finish_reason": "error"});
    assert_eq!((ends[0], &ends[1]["type"]), (&done, &json!("error")), "{events:?}");
    assert_eq!(ends[1]["code"], "stopping");
    timeout(SOON, daemon.task).await.unwrap().unwrap();
    let took = start.elapsed();
    assert!(took >= grace && took < grace + Duration::from_secs(5), "{took:?}");
}

#[tokio::test]
async fn an_idle_connection_does_not_hold_up_a_stop() {
    let demo = Demo::start().await.unwrap();
    let daemon = Daemon::start(demo.router()).await;
    let idle = TcpStream::connect(daemon.addr).await.unwrap();
    assert_eq!(daemon.get("/healthz").await.status, 200);
    daemon.stop.send(()).unwrap();
    let stopped = timeout(Duration::from_secs(5), daemon.task).await;
    stopped.expect("it waits for an idle connection").unwrap();
    drop(idle);
}

#[tokio::test]
async fn a_second_signal_does_not_wait_for_the_grace() {
    let script = Script::text("one two three four five six").stall_after_events(6);
    let demo = Demo::with(|_| script.clone()).await.unwrap();
    let daemon = Daemon::start(demo.router()).await;
    let mut answer = daemon.chat("", "Count").await;
    answer.event().await.unwrap();
    daemon.stop.send(()).unwrap();
    sleep(Duration::from_millis(100)).await;
    assert!(!daemon.task.is_finished(), "the first one lets answers finish");
    daemon.stop.send(()).unwrap();
    let stopped = timeout(Duration::from_secs(5), daemon.task).await;
    stopped.expect("it waits for the grace").unwrap();
    assert_eq!(answer.events().await.pop().unwrap()["finish_reason"], "error");
}

#[tokio::test]
async fn the_end_of_the_grace_ends_a_request_that_waits_for_its_vendor() {
    let demo = Demo::with(|_| Script::text("late").head_after(Duration::MAX)).await.unwrap();
    let mut limits = limits();
    limits.grace = Duration::from_millis(200);
    let daemon = Daemon::with(demo.router(), open(), limits).await;
    let asked = async {
        let answer = daemon.chat("", "Hi").await;
        answer.error().await
    };
    let stop = async {
        while demo.sim("anthropic").unwrap().requests().is_empty() {
            sleep(Duration::from_millis(2)).await;
        }
        daemon.stop.send(()).unwrap();
    };
    let ((status, code, _), ()) = tokio::join!(asked, stop);
    assert_eq!((status, code.as_str()), (503, "stopping"));
}
