//! One transport on several runtimes, and outside of any.

use crate::exchange::{exchange, next, read, refused, send, transport};
use crate::server::{SSE, Server, chunk, plain};
use kei_router_core::ErrorKind;
use kei_router_core::transport::Transport;
use kei_router_http::HttpTransport;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};
use tokio::runtime::{Builder, Runtime};

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Drives a future without any runtime.
fn block_on<F: Future>(future: F) -> F::Output {
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending => thread::park_timeout(Duration::from_secs(5)),
        }
    }
}

fn current_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

#[test]
fn two_live_runtimes_share_the_default_transport() {
    let server = Server::answering(plain("200 OK", "", "all of it"));
    let (one, two) = (current_thread(), current_thread());
    let start = Instant::now();
    for runtime in [&one, &two, &one, &two] {
        runtime.block_on(async {
            let answer = send(&HttpTransport::default(), exchange(&server.url("/"))).await;
            read(answer.body).await.1.unwrap();
        });
    }
    assert!(start.elapsed() < Duration::from_secs(5), "nothing hangs");
    assert_eq!(server.connections(), 2, "one each, used twice");
}

#[test]
fn a_runtime_that_is_gone_harms_no_other() {
    let server = Server::answering(plain("200 OK", "", "all of it"));
    let transport = transport();
    for _ in 0..4 {
        current_thread().block_on(async {
            read(send(&transport, exchange(&server.url("/"))).await.body).await.1.unwrap();
        });
    }
    assert_eq!(server.connections(), 4);
}

#[test]
fn outside_of_a_runtime_a_request_is_an_error() {
    let server = Server::answering(plain("200 OK", "", ""));
    let error = block_on(refused(&transport(), exchange(&server.url("/"))));
    assert_eq!(error.kind(), ErrorKind::Http);
    assert!(error.to_string().contains("tokio runtime"), "{error}");
    assert_eq!(server.connections(), 0);
}

#[test]
fn a_body_can_be_read_outside_of_its_runtime() {
    let server = Server::start(|mut conn| {
        conn.request();
        conn.send(SSE);
        for _ in 0..3 {
            thread::sleep(Duration::from_millis(30));
            conn.send(chunk("x"));
        }
        conn.send(chunk(""));
    });
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let transport = transport();
    let request = transport.send(exchange(&server.url("/")));
    let mut body = runtime.block_on(request).unwrap().body;
    let mut count = 0;
    while let Some(piece) = block_on(next(&mut body)) {
        count += piece.unwrap().len();
    }
    assert_eq!(count, 3);
}

#[test]
fn a_body_whose_runtime_is_gone_is_truncated() {
    let server = Server::start(|mut conn| {
        conn.request();
        conn.send(SSE.to_owned() + &chunk("x"));
        conn.time_to_end();
    });
    let runtime = current_thread();
    let mut body = runtime.block_on(async {
        let mut body = send(&transport(), exchange(&server.url("/"))).await.body;
        next(&mut body).await.unwrap().unwrap();
        body
    });
    drop(runtime);
    let error = block_on(next(&mut body)).unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Truncated);
}

type Enable = fn(&mut Builder) -> &mut Builder;

#[test]
fn a_runtime_without_its_drivers_is_an_error_and_not_a_panic() {
    let server = Server::answering(plain("200 OK", "", "all of it"));
    let transport = transport();
    let builders: [(Enable, &str); 3] = [
        (|builder| builder, "no timer and no I/O driver"),
        (|builder| builder.enable_time(), "no I/O driver"),
        (|builder| builder.enable_io(), "no timer"),
    ];
    for (enable, missing) in builders {
        for mut builder in [Builder::new_current_thread(), Builder::new_multi_thread()] {
            let runtime = enable(builder.worker_threads(1)).build().unwrap();
            for _ in 0..2 {
                let error = runtime.block_on(refused(&transport, exchange(&server.url("/"))));
                assert_eq!(error.kind(), ErrorKind::Configuration, "{error:?}");
                assert!(error.to_string().contains(missing), "{error}");
                assert!(error.to_string().contains("enable_all()"), "{error}");
            }
        }
    }
    assert_eq!(server.connections(), 0);
    let request = async { read(send(&transport, exchange(&server.url("/"))).await.body).await };
    current_thread().block_on(request).1.unwrap();
}
