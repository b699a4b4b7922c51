//! Credentials are put on by the transport, within the handshake's budget, and never shown; and
//! the budget is the time for an answer, not for an upload.

use crate::exchange::{millis, refused, transport, within};
use crate::fake::FakeProvider;
use crate::server::{Server, plain};
use async_trait::async_trait;
use bytes::Bytes;
use http::{HeaderValue, Request};
use kei_router_core::transport::{Authorize, Secrets};
use kei_router_core::{ChatRequest, LlmError, Message, Phase, Provider, Secret, Timeouts};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::SystemTime;

/// Gives token after token, and says that each next one may differ.
#[derive(Default)]
struct Tokens(AtomicUsize);

#[async_trait]
impl Authorize for Tokens {
    async fn authorize(
        &self,
        request: &mut Request<Bytes>,
        _: SystemTime,
    ) -> Result<Secrets, LlmError> {
        let token = format!("token-{}", self.0.fetch_add(1, Ordering::SeqCst));
        let value = HeaderValue::try_from(token.as_str()).expect("a value");
        request.headers_mut().insert("authorization", value);
        Ok(Secret::new(token).into_iter().collect())
    }

    fn refused(&self) -> bool {
        true
    }
}

/// Never gives any.
struct Stuck;

#[async_trait]
impl Authorize for Stuck {
    async fn authorize(&self, _: &mut Request<Bytes>, _: SystemTime) -> Result<Secrets, LlmError> {
        std::future::pending().await
    }
}

async fn error_of(server: &Server, authorization: Arc<dyn Authorize>) -> LlmError {
    let builder = FakeProvider::builder().vars(|_| None).endpoint(server.url("/"));
    let timeouts = Timeouts::default().handshake(millis(300));
    let builder = builder.timeouts(timeouts).transport(Arc::new(transport()));
    let provider = builder.authorize(authorization).build();
    provider.stream(&ChatRequest::new([Message::user("Hi")])).await.err().expect("an error")
}

#[tokio::test]
async fn refused_credentials_are_asked_for_once_more_and_not_for_ever() {
    let server = Server::answering(plain("401 Unauthorized", "", "{}"));
    let tokens = Arc::new(Tokens::default());
    let error = error_of(&server, Arc::clone(&tokens) as _).await;
    assert_eq!((error.status(), tokens.0.load(Ordering::SeqCst)), (Some(401), 2));
}

#[tokio::test]
async fn a_secret_is_scrubbed_from_headers_and_from_where_a_body_is_cut() {
    let body = format!("{}token-0 {}", "x".repeat(508), "y".repeat(600));
    let server = Server::answering(plain("400 Bad Request", "x-request-id: r-token-0\r\n", &body));
    let error = error_of(&server, Arc::new(Tokens::default())).await;
    let shown = format!("{:?} {:?} {:?}", error.headers(), error.body(), error.request_id());
    assert!(!shown.contains("toke"), "{shown}");
}

#[tokio::test]
async fn credentials_that_do_not_come_use_up_the_handshake() {
    let server = Server::answering(plain("200 OK", "", ""));
    let error = error_of(&server, Arc::new(Stuck)).await;
    assert_eq!((error.phase(), server.connections()), (Some(Phase::Handshake), 0));
}

#[tokio::test]
async fn a_long_upload_is_no_late_answer() {
    let server = Server::start(|mut conn| {
        if conn.slow_request(millis(15)).is_some() {
            conn.send(plain("200 OK", "", "ok"));
        }
        conn.time_to_end();
    });
    let mut sent = within(&server.url("/"), Timeouts::default().handshake(millis(400)));
    *sent.request.body_mut() = Bytes::from(vec![b'x'; 12 << 20]);
    use kei_router_core::transport::Transport;
    let start = std::time::Instant::now();
    let answer = transport().send(sent).await.map(|answer| answer.head.status.as_u16());
    assert_eq!(answer.ok(), Some(200), "after {:?}", start.elapsed());
    assert!(start.elapsed() > millis(400), "it took longer than the budget");
}

#[tokio::test]
async fn a_server_that_takes_nothing_uses_up_the_handshake() {
    let server = Server::start(|conn| {
        std::thread::sleep(millis(3000));
        drop(conn);
    });
    let mut sent = within(&server.url("/"), Timeouts::default().handshake(millis(200)));
    *sent.request.body_mut() = Bytes::from(vec![b'x'; 32 << 20]);
    let error = refused(&transport(), sent).await;
    assert_eq!(error.phase(), Some(Phase::Handshake), "{error:?}");
}
