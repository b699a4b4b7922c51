//! Dropping what waits ends the exchange at once.

use crate::exchange::{exchange, next, send, transport};
use crate::server::{SSE, Server, chunk};
use kei_router_core::transport::Transport;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// A server that begins with `answer`, and tells how long the client then kept the connection.
fn watching(answer: String) -> (Server, Receiver<Option<Duration>>) {
    let (sender, receiver) = channel();
    let sender = Mutex::new(sender);
    let server = Server::start(move |mut conn| {
        conn.request();
        conn.send(&answer);
        let sender = sender.lock().unwrap().clone();
        sender.send(conn.time_to_end()).unwrap();
    });
    (server, receiver)
}

fn assert_ended(receiver: &Receiver<Option<Duration>>) {
    let time = receiver.recv().unwrap().expect("the connection has ended");
    assert!(time < Duration::from_secs(1), "{time:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn dropping_the_request_in_the_handshake_ends_the_connection() {
    let (server, receiver) = watching(String::new());
    let transport = transport();
    let request = transport.send(exchange(&server.url("/")));
    let wait = Duration::from_millis(100);
    assert!(tokio::time::timeout(wait, request).await.is_err());
    assert_ended(&receiver);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn dropping_the_body_ends_the_connection() {
    let (server, receiver) = watching(SSE.to_owned() + &chunk("one"));
    let mut body = send(&transport(), exchange(&server.url("/"))).await.body;
    next(&mut body).await.unwrap().unwrap();
    drop(body);
    assert_ended(&receiver);
}
