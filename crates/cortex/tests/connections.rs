//! Clients that send nothing, too slowly, or too many at once.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

mod common;

use common::{Daemon, SOON, limits, open};
use kei_cortex::{Demo, Limits};
use kei_router::LlmRouter;
use kei_router_testkit::Script;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

async fn daemon(change: impl FnOnce(&mut Limits)) -> Daemon {
    let mut limits = limits();
    change(&mut limits);
    Daemon::with(LlmRouter::from_vars(|_| None), open(), limits).await
}

/// How long the daemon takes to close a connection, and what it says before.
async fn closed(socket: &mut TcpStream) -> (Duration, String) {
    let (start, mut said) = (Instant::now(), Vec::new());
    let read = timeout(SOON, socket.read_to_end(&mut said)).await;
    let _ = read.expect("it is never closed");
    (start.elapsed(), String::from_utf8(said).unwrap())
}

#[tokio::test]
async fn a_connection_without_a_whole_head_is_closed_in_time() {
    let head = Duration::from_millis(300);
    let daemon = daemon(|limits| limits.head = head).await;
    for sent in ["", "GET /healthz HT", "GET /healthz HTTP/1.1\r\nhost: localhost\r\nx: "] {
        let mut socket = TcpStream::connect(daemon.addr).await.unwrap();
        socket.write_all(sent.as_bytes()).await.unwrap();
        let (took, _) = closed(&mut socket).await;
        assert!(took > head / 2 && took < head * 10, "{sent:?}: {took:?}");
    }
}

#[tokio::test]
async fn a_head_that_drips_is_not_waited_for() {
    let head = Duration::from_millis(300);
    let daemon = daemon(|limits| limits.head = head).await;
    let mut socket = TcpStream::connect(daemon.addr).await.unwrap();
    let start = Instant::now();
    let mut written = socket.write_all(b"GET /healthz HTTP/1.1\r\nx: ").await;
    while written.is_ok() && start.elapsed() < SOON {
        sleep(Duration::from_millis(20)).await;
        written = socket.write_all(b"x").await;
    }
    assert!(start.elapsed() < head * 10, "{:?}", start.elapsed());
}

#[tokio::test]
async fn a_kept_connection_is_used_again_and_not_kept_for_ever() {
    let head = Duration::from_millis(300);
    let daemon = daemon(|limits| limits.head = head).await;
    let mut socket = TcpStream::connect(daemon.addr).await.unwrap();
    let request = b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n";
    for _ in 0..3 {
        socket.write_all(request).await.unwrap();
        let mut answer = [0; 512];
        let read = timeout(SOON, socket.read(&mut answer)).await.unwrap().unwrap();
        assert!(answer[..read].starts_with(b"HTTP/1.1 200"));
    }
    let (took, said) = closed(&mut socket).await;
    assert!(took < head * 10 && said.is_empty(), "{took:?} {said}");
}

#[tokio::test]
async fn beyond_its_connections_it_says_so_and_still_tells_its_health() {
    let daemon = daemon(|limits| limits.max_connections = 8).await;
    let mut held = Vec::new();
    for _ in 0..8 {
        held.push(TcpStream::connect(daemon.addr).await.unwrap());
    }
    for path in ["/providers", "/chat", "/"] {
        let answer = daemon.get(path).await;
        assert_eq!(answer.header("retry-after"), Some("1"), "{path}");
        assert_eq!(answer.header("connection"), Some("close"), "{path}");
        let (status, code, _) = answer.error().await;
        assert_eq!((status, code.as_str()), (503, "busy"), "{path}");
    }
    assert_eq!(daemon.get("/healthz").await.status, 200);
    held.clear();
    let start = Instant::now();
    while daemon.get("/providers").await.status != 200 {
        assert!(start.elapsed() < SOON, "the places do not come back");
        sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn connections_without_end_are_closed_and_it_answers_again() {
    let daemon = daemon(|limits| {
        limits.max_connections = 8;
        limits.head = Duration::from_millis(300);
    })
    .await;
    let mut held = Vec::new();
    for _ in 0..200 {
        held.push(TcpStream::connect(daemon.addr).await.unwrap());
    }
    sleep(Duration::from_secs(1)).await;
    assert_eq!(daemon.get("/healthz").await.status, 200);
    assert_eq!(daemon.get("/providers").await.status, 200);
}

#[tokio::test]
async fn a_client_that_reads_nothing_is_left_and_the_vendor_with_it() {
    let demo = Demo::with(|_| Script::text("word ".repeat(200_000))).await.unwrap();
    let mut limits = limits();
    limits.stall = Duration::from_millis(300);
    let daemon = Daemon::with(demo.router(), open(), limits).await;
    let mut socket = TcpStream::connect(daemon.addr).await.unwrap();
    let (head, body) = ("POST /chat HTTP/1.1\r\nhost: localhost\r\n", r#"{"message":"Hi"}"#);
    let length =
        format!("content-type: application/json\r\ncontent-length: {}\r\n\r\n", body.len());
    socket.write_all((head.to_owned() + &length + body).as_bytes()).await.unwrap();
    timeout(SOON, demo.sim("anthropic").unwrap().aborted()).await.expect("the vendor goes on");
    drop(socket);
}

/// A request for `/chat` whose body has this length.
fn head(length: usize) -> String {
    format!(
        "POST /chat HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
         content-length: {length}\r\n\r\n"
    )
}

#[tokio::test]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let budget = Duration::from_millis(300);
    let daemon = daemon(|limits| limits.body = budget).await;
    let mut silent = TcpStream::connect(daemon.addr).await.unwrap();
    silent.write_all((head(100) + "{\"message\"").as_bytes()).await.unwrap();
    let (took, said) = closed(&mut silent).await;
    assert!(said.starts_with("HTTP/1.1 408") && said.contains("request_timeout"), "{said}");
    assert!(took < budget * 10, "{took:?}");

    // One that drips is not waited for either: the budget is for the whole.
    let (mut read, mut write) = TcpStream::connect(daemon.addr).await.unwrap().into_split();
    write.write_all(head(1_000_000).as_bytes()).await.unwrap();
    let drips = async {
        while write.write_all(b" ").await.is_ok() {
            sleep(Duration::from_millis(20)).await;
        }
    };
    let mut first = [0; 12];
    let answered = timeout(SOON, read.read_exact(&mut first));
    tokio::select! {
        () = drips => {}
        answered = answered => {
            answered.expect("it waits for ever").unwrap();
            assert_eq!(&first, b"HTTP/1.1 408");
        }
    }
}

#[tokio::test]
async fn a_large_body_is_refused_by_its_length() {
    let daemon = daemon(|limits| limits.max_body = 1000).await;
    let mut socket = TcpStream::connect(daemon.addr).await.unwrap();
    let start = Instant::now();
    socket.write_all(head(1001).as_bytes()).await.unwrap();
    let mut first = [0; 12];
    timeout(SOON, socket.read_exact(&mut first)).await.unwrap().unwrap();
    assert_eq!(&first, b"HTTP/1.1 413");
    assert!(start.elapsed() < Duration::from_secs(1));
}

#[tokio::test]
async fn bodies_have_a_bound_together() {
    let daemon = daemon(|limits| limits.max_bodies = 1000).await;
    let mut held = TcpStream::connect(daemon.addr).await.unwrap();
    held.write_all((head(2000) + &" ".repeat(900)).as_bytes()).await.unwrap();
    sleep(Duration::from_millis(200)).await;
    let body = format!(r#"{{"message":"Hi","system":"{}"}}"#, "s".repeat(200));
    let answer = daemon.post("/chat", &body).await;
    assert_eq!(answer.header("retry-after"), Some("1"));
    let (status, code, _) = answer.error().await;
    assert_eq!((status, code.as_str()), (503, "busy"));
    drop(held);
    let start = Instant::now();
    while daemon.post("/chat", &body).await.status == 503 {
        assert!(start.elapsed() < SOON, "its share does not come back");
        sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn answers_have_a_bound_and_give_their_places_back() {
    let script = Script::text("one two three").stall_after_events(5);
    let demo = Demo::with(|_| script.clone()).await.unwrap();
    let mut limits = limits();
    limits.max_streams = 2;
    let daemon = Daemon::with(demo.router(), open(), limits).await;
    let mut running = Vec::new();
    for _ in 0..2 {
        let mut answer = daemon.chat("", "Hi").await;
        assert_eq!(answer.event().await.unwrap()["type"], "token");
        running.push(answer);
    }
    let refused = daemon.chat("", "Hi").await;
    assert_eq!(refused.header("retry-after"), Some("1"));
    let (status, code, _) = refused.error().await;
    assert_eq!((status, code.as_str()), (503, "busy"));
    assert_eq!(demo.sim("anthropic").unwrap().requests().len(), 2);
    running.clear();
    let start = Instant::now();
    while daemon.chat("", "Hi").await.status != 200 {
        assert!(start.elapsed() < SOON, "the places do not come back");
        sleep(Duration::from_millis(10)).await;
    }
}
