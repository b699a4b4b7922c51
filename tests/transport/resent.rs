//! Requests whose kept connection was closed are sent once more, and nothing is acted on twice.

use crate::exchange::{exchange, millis, read, refused, send, transport};
use crate::server::{Conn, SSE, Server, chunk, plain};
use async_trait::async_trait;
use bytes::Bytes;
use http::Request;
use kei_router_core::transport::{Authorize, Secrets};
use kei_router_core::{ErrorKind, LlmError};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, SystemTime};

const ANSWERS: usize = 200;

/// How often each request was answered, by the number in its body.
type Ledger = Arc<Mutex<BTreeMap<String, usize>>>;

/// A server that answers one request a connection, promises to keep it, and closes it after a
/// while. It counts the requests that it has read.
fn closing(after: impl Fn(usize) -> Duration + Send + Sync + 'static) -> (Server, Ledger) {
    let ledger = Ledger::default();
    let (written, answered) = (Arc::clone(&ledger), AtomicUsize::new(0));
    let server = Server::start(move |mut conn| {
        let Some(request) = conn.request() else { return };
        let number = request.rsplit("\r\n").next().expect("a body").to_owned();
        *written.lock().unwrap().entry(number).or_default() += 1;
        conn.send(SSE.to_owned() + &chunk("all of it") + &chunk(""));
        thread::sleep(after(answered.fetch_add(1, Ordering::SeqCst)));
    });
    (server, ledger)
}

/// Asks again and again, with a pause behind each answer.
async fn ask(server: &Server, ledger: &Ledger, pause: impl Fn(usize) -> Duration) {
    let transport = transport();
    for number in 0..ANSWERS {
        let mut exchange = exchange(&server.url("/"));
        *exchange.request.body_mut() = Bytes::from(number.to_string());
        let (all, end) = read(send(&transport, exchange).await.body).await;
        assert_eq!(all, b"all of it", "{number}");
        end.unwrap();
        tokio::time::sleep(pause(number)).await;
    }
    let ledger = ledger.lock().unwrap();
    assert_eq!(ledger.len(), ANSWERS);
    assert!(ledger.values().all(|times| *times == 1), "{ledger:?}");
}

#[tokio::test]
async fn none_of_two_hundred_is_lost_where_each_answer_is_followed_by_a_close() {
    let (server, ledger) = closing(|_| Duration::ZERO);
    ask(&server, &ledger, |_| Duration::ZERO).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nor_on_two_threads() {
    let (server, ledger) = closing(|number| Duration::from_micros(number as u64 % 7 * 30));
    ask(&server, &ledger, |_| Duration::ZERO).await;
}

/// The close and the next request meet at 20 ms.
#[tokio::test]
async fn nor_where_the_close_meets_the_next_request() {
    let (server, ledger) = closing(|_| millis(20));
    let around = |number| millis(18) + Duration::from_micros(number as u64 % 40 * 100);
    ask(&server, &ledger, around).await;
}

/// A server whose first answer on a connection is whole, and whose second one is `answer`, behind
/// which it closes. On `fresh` connections it goes on like that.
fn second(answer: &'static str, requests: Arc<AtomicUsize>) -> Server {
    let first = AtomicUsize::new(0);
    Server::start(move |mut conn| {
        if first.fetch_add(1, Ordering::SeqCst) == 0 && conn.request().is_some() {
            conn.send(plain("200 OK", "", "first"));
        }
        if conn.request().is_some() {
            requests.fetch_add(1, Ordering::SeqCst);
            conn.send(answer);
        }
    })
}

/// Has the first request answered, so that the next one goes over a kept connection.
async fn keep_one(transport: &kei_router_http::HttpTransport, server: &Server) {
    let (all, end) = read(send(transport, exchange(&server.url("/"))).await.body).await;
    assert_eq!((all.as_slice(), end.is_ok()), (b"first".as_slice(), true));
}

#[tokio::test]
async fn a_request_that_was_answered_is_not_sent_again() {
    for answer in [
        "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n",
        "HTTP/1.1 500 Oops\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 503 Busy\r\ncontent-length: 100\r\n\r\nhalf",
    ] {
        let (transport, requests) = (transport(), Arc::default());
        let server = second(answer, Arc::clone(&requests));
        keep_one(&transport, &server).await;
        let (_, end) = read(send(&transport, exchange(&server.url("/"))).await.body).await;
        assert_eq!(end.is_err(), answer.contains("100"), "{answer}");
        assert_eq!(requests.load(Ordering::SeqCst), 1, "{answer}");
    }
}

#[tokio::test]
async fn a_request_that_is_never_answered_is_sent_twice_at_most() {
    let (transport, requests) = (transport(), Arc::default());
    let server = second("", Arc::clone(&requests));
    keep_one(&transport, &server).await;
    let error = refused(&transport, exchange(&server.url("/"))).await;
    assert_eq!(error.kind(), ErrorKind::Http);
    assert_eq!(requests.load(Ordering::SeqCst), 2);

    // A new connection that is closed is the server's answer.
    let error = refused(&transport, exchange(&server.url("/"))).await;
    assert_eq!(error.kind(), ErrorKind::Http);
    assert_eq!(requests.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn what_is_no_http_is_not_sent_again() {
    let (transport, requests) = (transport(), Arc::default());
    let server = second("not HTTP at all\r\n\r\n", Arc::clone(&requests));
    keep_one(&transport, &server).await;
    refused(&transport, exchange(&server.url("/"))).await;
    assert_eq!(requests.load(Ordering::SeqCst), 1);
}

/// Counts how often it was asked.
#[derive(Default)]
struct Counting(AtomicUsize);

#[async_trait]
impl Authorize for Counting {
    async fn authorize(&self, _: &mut Request<Bytes>, _: SystemTime) -> Result<Secrets, LlmError> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Ok(Secrets::none())
    }
}

/// A large body is sent again as a whole, and with the credentials that it has.
#[tokio::test]
async fn a_large_request_is_sent_again_as_it_was() {
    let first = AtomicUsize::new(0);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let server = Server::start(move |mut conn: Conn| {
        if first.fetch_add(1, Ordering::SeqCst) == 0 {
            conn.request();
            conn.send(plain("200 OK", "", "first"));
            // It is read and dropped: the close came first.
            conn.request();
            return;
        }
        let request = conn.request().expect("a request");
        log.lock().unwrap().push(request.rsplit("\r\n").next().map_or(0, str::len));
        conn.send(plain("200 OK", "", "second"));
    });
    let transport = transport();
    keep_one(&transport, &server).await;
    let authorization = Arc::new(Counting::default());
    let mut exchange = exchange(&server.url("/"));
    exchange.authorization = Some(authorization.clone());
    *exchange.request.body_mut() = Bytes::from("x".repeat(300_000));
    let (all, end) = read(send(&transport, exchange).await.body).await;
    assert_eq!((all.as_slice(), end.is_ok()), (b"second".as_slice(), true));
    assert_eq!(*seen.lock().unwrap(), [300_000]);
    assert_eq!(authorization.0.load(Ordering::SeqCst), 1);
}
