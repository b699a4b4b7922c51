//! Each budget of time gives its own phase.

use crate::exchange::{checked, exchange, millis, next, read, refused, send, transport, within};
use crate::fake::{FakeProvider, prompt};
use crate::server::{SSE, Server, chunk};
use kei_router_core::{LlmError, Phase, Provider, Timeouts};
use kei_router_http::HttpTransport;
use std::thread::sleep;
use std::time::Instant;
use tokio::net::{TcpSocket, TcpStream};

fn silent() -> Server {
    Server::start(|mut conn| {
        conn.request();
        conn.time_to_end();
    })
}

/// Sends a piece every 40 ms, `count` times, then nothing more.
fn dripping(count: usize) -> Server {
    Server::start(move |mut conn| {
        conn.request();
        conn.send(SSE);
        for _ in 0..count {
            if !conn.send(chunk(":\n")) {
                return;
            }
            sleep(millis(40));
        }
        conn.time_to_end();
    })
}

fn assert_phase(error: &LlmError, phase: Phase) {
    assert_eq!(error.phase(), Some(phase), "{error:?}");
    assert_eq!(error.http_status(), 504);
}

#[tokio::test]
async fn a_server_that_never_answers_uses_up_the_handshake() {
    let server = silent();
    let budget = Timeouts::default().handshake(millis(100));
    let start = Instant::now();
    let error = refused(&transport(), within(&server.url("/"), budget)).await;
    assert_phase(&error, Phase::Handshake);
    assert!(start.elapsed() >= millis(100) && start.elapsed() < millis(2000));
    assert!(error.to_string().contains("100 ms"), "{error}");
}

#[tokio::test]
async fn the_total_budget_covers_the_handshake() {
    let server = silent();
    let budget = Timeouts::default().total(millis(80));
    let error = refused(&transport(), within(&server.url("/"), budget)).await;
    assert_phase(&error, Phase::Total);
}

#[tokio::test]
async fn any_byte_keeps_a_stream_alive_and_silence_ends_it() {
    let server = dripping(10);
    let budget = Timeouts::default().handshake(millis(5000)).idle(millis(200));
    let answer = send(&transport(), within(&server.url("/"), budget)).await;
    let (all, end) = read(answer.body).await;
    assert_eq!(all.len(), 20, "all pieces come, for longer than the idle budget");
    assert_phase(&end.unwrap_err(), Phase::Idle);
}

#[tokio::test]
async fn a_handshake_budget_is_not_an_idle_budget() {
    let server = Server::start(|mut conn| {
        conn.request();
        conn.send(SSE);
        sleep(millis(300));
        conn.send(chunk("late") + &chunk(""));
    });
    let budget = Timeouts::default().handshake(millis(150));
    let answer = send(&transport(), within(&server.url("/"), budget)).await;
    let (all, end) = read(answer.body).await;
    assert_eq!((all.as_slice(), end.is_ok()), (b"late".as_slice(), true));
}

#[tokio::test]
async fn a_slow_caller_is_no_idle_server() {
    let server = dripping(1);
    let budget = Timeouts::default().idle(millis(150));
    let mut body = send(&transport(), within(&server.url("/"), budget)).await.body;
    next(&mut body).await.unwrap().unwrap();
    tokio::time::sleep(millis(400)).await;
    let asked = Instant::now();
    let error = checked(next(&mut body).await.unwrap().unwrap_err());
    assert_phase(&error, Phase::Idle);
    assert!(asked.elapsed() >= millis(150), "the wait begins when the body is asked");
}

#[tokio::test]
async fn a_stream_that_never_rests_still_ends_by_the_total_budget() {
    let server = Server::start(|mut conn| {
        conn.request();
        conn.send(SSE);
        while conn.send(chunk(":\n")) {}
    });
    let budget = Timeouts::default().total(millis(200));
    let answer = send(&transport(), within(&server.url("/"), budget)).await;
    let start = Instant::now();
    let (all, end) = read(answer.body).await;
    assert!(!all.is_empty());
    assert_phase(&end.unwrap_err(), Phase::Total);
    assert!(start.elapsed() < millis(2000));
}

#[tokio::test]
async fn what_is_read_too_late_does_not_count() {
    let server = Server::start(|mut conn| {
        conn.request();
        conn.send(SSE.to_owned() + &chunk("in time") + &chunk("there, but late") + &chunk(""));
    });
    let budget = Timeouts::default().total(millis(200));
    let mut body = send(&transport(), within(&server.url("/"), budget)).await.body;
    assert_eq!(next(&mut body).await.unwrap().unwrap(), "in time");
    tokio::time::sleep(millis(250)).await;
    let error = checked(next(&mut body).await.unwrap().unwrap_err());
    assert_phase(&error, Phase::Total);
}

#[tokio::test]
async fn a_limit_bounds_what_is_left() {
    let server = dripping(100);
    let mut body = send(&transport(), exchange(&server.url("/"))).await.body;
    next(&mut body).await.unwrap().unwrap();
    body.limit(millis(150));
    let start = Instant::now();
    let (_, end) = read(body).await;
    assert_phase(&end.unwrap_err(), Phase::Idle);
    assert!(start.elapsed() >= millis(150) && start.elapsed() < millis(1000));
}

#[tokio::test]
async fn elapsed_counts_from_the_request() {
    let server = Server::start(|mut conn| {
        conn.request();
        sleep(millis(120));
        conn.send(SSE.to_owned() + &chunk("x") + &chunk(""));
    });
    let body = send(&transport(), exchange(&server.url("/"))).await.body;
    assert!(body.elapsed() >= millis(120) && body.elapsed() < millis(3000));
}

/// A listener that accepts nothing, with its queue full: further connections get no answer.
async fn full() -> (tokio::net::TcpListener, Vec<TcpStream>) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut queue = Vec::new();
    for _ in 0..64 {
        match tokio::time::timeout(millis(300), TcpStream::connect(address)).await {
            Ok(stream) => queue.push(stream.unwrap()),
            Err(_) => return (listener, queue),
        }
    }
    panic!("the queue is never full");
}

#[tokio::test]
async fn a_server_that_cannot_be_reached_uses_up_the_connect_budget() {
    let (listener, _queue) = full().await;
    let transport = HttpTransport::builder().connect_timeout(millis(200)).build();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let start = Instant::now();
    let error = refused(&transport, exchange(&url)).await;
    assert_phase(&error, Phase::Connect);
    assert!(error.to_string().contains("200 ms"), "{error}");
    assert!(start.elapsed() < millis(2000));
}

/// Sends this head, and this start of a body, and then nothing more.
fn begun(head: &'static str, start: &'static str) -> Server {
    Server::start(move |mut conn| {
        conn.request();
        let head = format!("HTTP/1.1 200 OK\r\n{head}transfer-encoding: chunked\r\n\r\n");
        conn.send(if start.is_empty() { head } else { head + &chunk(start) });
        conn.time_to_end();
    })
}

#[tokio::test]
async fn an_answer_that_has_not_told_what_it_is_uses_up_the_handshake() {
    let budget = Timeouts::default().handshake(millis(150)).idle(millis(4000));
    for head in ["content-type: application/json\r\n", "content-type: text/plain\r\n", ""] {
        for start in ["", " ", "\n\n"] {
            let server = begun(head, start);
            let provider = FakeProvider::builder()
                .vars(|_| None)
                .endpoint(server.url("/v1"))
                .timeouts(budget)
                .transport(std::sync::Arc::new(transport()))
                .build();
            let asked = Instant::now();
            let error = checked(provider.stream(&prompt()).await.err().expect("nothing came"));
            assert_phase(&error, Phase::Handshake);
            assert!(asked.elapsed() < millis(2000), "{head:?} {start:?}");
            let error = checked(provider.models().await.expect_err("nothing came"));
            if start.is_empty() {
                assert_phase(&error, Phase::Handshake);
            }
        }
    }
}

#[tokio::test]
async fn a_stream_that_has_begun_has_the_idle_budget() {
    let server = begun("content-type: text/event-stream\r\n", "");
    let budget = Timeouts::default().handshake(millis(5000)).idle(millis(100));
    let answer = send(&transport(), within(&server.url("/"), budget)).await;
    assert_phase(&read(answer.body).await.1.unwrap_err(), Phase::Idle);
}
