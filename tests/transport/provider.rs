//! Providers over real sockets.

use crate::exchange::{SECRETS, checked, transport};
use crate::fake::{FakeProvider, prompt};
use crate::server::{SSE, Server, chunk, plain};
use futures_util::StreamExt;
use kei_router_core::{ErrorKind, Phase, Provider, StreamEvent, Timeouts};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::Duration;

fn at(server: &Server) -> kei_router_http::HttpProviderBuilder<crate::fake::Fake> {
    FakeProvider::builder()
        .vars(|_| None)
        .api_key("sk-secret")
        .endpoint(server.url("/v1?token=query-secret"))
        .transport(Arc::new(transport()))
}

fn hello() -> String {
    SSE.to_owned() + &chunk("data: Hel\n\ndata: lo\n\n") + &chunk("data: [DONE]\n\n") + &chunk("")
}

async fn text(provider: &FakeProvider) -> String {
    let mut stream = provider.stream(&prompt()).await.unwrap();
    let mut text = String::new();
    let mut last = None;
    while let Some(event) = stream.next().await {
        let event = event.unwrap();
        if let StreamEvent::Token(token) = &event {
            text.push_str(token);
        }
        last = Some(event);
    }
    assert_eq!(last, Some(StreamEvent::Done));
    text
}

#[tokio::test]
async fn fifty_replies_take_one_connection() {
    let server = Server::answering(hello());
    let provider = at(&server).build();
    for _ in 0..50 {
        assert_eq!(text(&provider).await, "Hello");
    }
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn headers_and_key_are_sent() {
    let (sender, receiver) = channel();
    let sender = Mutex::new(sender);
    let server = Server::start(move |mut conn| {
        sender.lock().unwrap().send(conn.request().unwrap()).unwrap();
        conn.send(hello());
    });
    let provider = at(&server).header("x-team", "mine").header("x-both", "provider").build();
    let request = prompt().extra_header("x-both", "request");
    provider.complete(&request).await.unwrap();
    let seen = receiver.recv().unwrap();
    assert!(seen.starts_with("POST /v1/talk?token=query-secret "), "{seen}");
    for header in ["x-fake-key: sk-secret", "x-team: mine", "x-both: request"] {
        assert!(seen.contains(&format!("\r\n{header}\r\n")), "{seen}");
    }
    assert!(!seen.contains("provider"), "{seen}");
    assert!(seen.ends_with("custom=true my-prompt"), "{seen}");

    let error = at(&server).header("no header", "x").build().stream(&prompt()).await.err();
    assert_eq!(checked(error.unwrap()).kind(), ErrorKind::Configuration);
}

#[tokio::test]
async fn a_redirect_takes_the_key_nowhere() {
    let elsewhere = Server::answering(hello());
    let location = format!("location: {}\r\n", elsewhere.url("/v1/talk"));
    let server = Server::answering(plain("307 Temporary Redirect", &location, ""));
    let error = checked(at(&server).build().stream(&prompt()).await.err().unwrap());
    assert_eq!(error.status(), Some(307));
    assert_eq!(elsewhere.connections(), 0);
}

#[tokio::test]
async fn a_huge_error_body_is_not_read() {
    const ALL: usize = 64 << 20;
    let (sender, receiver) = channel();
    let sender = Mutex::new(sender);
    let server = Server::start(move |mut conn| {
        conn.request();
        conn.send(format!("HTTP/1.1 400 Bad Request\r\ncontent-length: {ALL}\r\n\r\n"));
        let piece = [b'x'; 64 * 1024];
        let sent = (0..ALL / piece.len()).take_while(|_| conn.send(piece)).count();
        sender.lock().unwrap().send(sent * piece.len()).unwrap();
    });
    let error = checked(at(&server).build().stream(&prompt()).await.err().unwrap());
    assert_eq!((error.status(), error.body().map(str::len)), (Some(400), Some(512)));
    // The connection's end is seen when the runtime is driven.
    tokio::time::sleep(Duration::from_millis(100)).await;
    let sent = receiver.recv_timeout(Duration::from_secs(5)).unwrap();
    assert!(sent < 10 << 20, "{sent} bytes, socket buffers included");
}

#[tokio::test]
async fn the_requests_budgets_go_before_the_providers() {
    let server = Server::start(|mut conn| {
        conn.request();
        conn.time_to_end();
    });
    let budget = |millis| Timeouts::default().handshake(Duration::from_millis(millis));
    let provider = at(&server).timeouts(budget(60)).build();
    for (request, shown) in [(prompt(), "60 ms"), (prompt().timeouts(budget(90)), "90 ms")] {
        let error = checked(provider.stream(&request).await.err().unwrap());
        assert_eq!(error.phase(), Some(Phase::Handshake));
        assert!(error.to_string().contains(shown), "{error}");
        assert!(error.to_string().starts_with("fake: "), "{error}");
    }
}

#[tokio::test]
async fn a_key_in_clear_needs_a_word() {
    let far = || {
        let budget = Timeouts::default().total(Duration::from_millis(100));
        FakeProvider::builder()
            .api_key("sk-secret")
            .endpoint("http://0.0.0.0:1")
            .timeouts(budget)
            .transport(Arc::new(
                kei_router_http::HttpTransport::builder().proxy_from_env(false).build(),
            ))
    };
    let error = checked(far().build().stream(&prompt()).await.err().unwrap());
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("allow_cleartext(true)"), "{error}");
    // It is this machine, but no address of loopback; nothing listens, but it is tried.
    let allowed = far().allow_cleartext(true).build().stream(&prompt()).await.err().unwrap();
    assert_eq!(allowed.kind(), ErrorKind::Unreachable, "{allowed:?}");
}

#[test]
fn debug_shows_who_and_where_and_no_secret() {
    let server = Server::answering(hello());
    let builder = || at(&server).model("m-1").header("x-own", "sk-secret");
    let shown = format!(
        "{:?} {:?} {:?}",
        builder(),
        builder().build(),
        builder().key_callback(|| Some("sk-secret".to_owned())).build(),
    );
    let (name, port) = ("\"fake\"", server.address().port());
    for part in [name, "m-1", &format!("127.0.0.1:{port}/v1/talk"), "x-own", "Callback(..)"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    for secret in SECRETS {
        assert!(!shown.contains(secret), "{shown}");
    }
}
