//! Refusals: redirects are not followed, large bodies not read, mid-stream ends typed.

use crate::benches;
use kei_router::{ChatRequest, ErrorKind, LlmError, Message, StreamEvent, StreamExt, Timeouts};
use kei_router_testkit::Script;
use std::time::Duration;
use tokio::net::TcpListener;

/// Seven events are in the middle of it on every wire.
const TEXT: &str = "One two three four five six seven eight nine ten.";

fn request() -> ChatRequest {
    ChatRequest::new([Message::user("Hi")]).max_tokens(100)
}

#[tokio::test]
async fn a_redirect_is_not_followed_and_leaks_nothing() {
    let elsewhere = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/v1/messages", elsewhere.local_addr().expect("its address"));
    for bench in benches(Script::new().redirect(&url)).await {
        let error = bench.provider.stream(&request()).await.err().expect("a refusal");
        assert_eq!(error.status(), Some(307), "{}", bench.name);
        assert!(matches!(error, LlmError::Upstream { status: 307, .. }), "{}", bench.name);
    }
    let visit = tokio::time::timeout(Duration::from_millis(200), elsewhere.accept()).await;
    assert!(visit.is_err(), "somebody followed the redirect");
}

#[tokio::test]
async fn a_huge_error_body_is_not_read() {
    for bench in benches(Script::new().endless_body(500)).await {
        let error = bench.provider.stream(&request()).await.err().expect("a refusal");
        assert_eq!(error.status(), Some(500), "{}", bench.name);
        assert!(error.body().is_some_and(|body| body.len() <= 512), "{}", bench.name);
        let left = tokio::time::timeout(Duration::from_secs(2), bench.sim.aborted()).await;
        assert!(left.is_ok(), "{}: the body was not given up", bench.name);
        // What the system buffers on loopback is a few MiB; the body would be 1 GiB.
        assert!(bench.sim.bytes_written() < 32 << 20, "{}", bench.sim.bytes_written());
    }
}

/// The text so far, and the error that ends the stream.
async fn broken(script: Script, timeouts: Timeouts) -> Vec<(String, LlmError)> {
    let mut ends = Vec::new();
    for bench in benches(script).await {
        let asked = bench.provider.stream(&request().timeouts(timeouts)).await;
        let mut stream = asked.unwrap_or_else(|error| panic!("{}: {error}", bench.name));
        let mut text = String::new();
        let error = loop {
            match stream.next().await.expect("an error comes before the end") {
                Ok(StreamEvent::Token(token)) => text.push_str(&token),
                Ok(StreamEvent::Done) => panic!("{}: Done", bench.name),
                Ok(_) => {}
                Err(error) => break error,
            }
        };
        assert!(stream.next().await.is_none(), "{}", bench.name);
        let partial = error.partial().unwrap_or_else(|| panic!("{}: {error}", bench.name));
        assert_eq!(partial.message.content.text(), text, "{}", bench.name);
        assert_eq!(error.provider(), Some(bench.name));
        ends.push((text, error));
    }
    ends
}

#[tokio::test]
async fn an_early_end_is_truncated_with_what_had_arrived() {
    let script = Script::text(TEXT);
    for script in [script.clone().end_after_events(7), script.cut_after_events(7)] {
        for (text, error) in broken(script, Timeouts::default()).await {
            assert_eq!(error.kind(), ErrorKind::Truncated, "{error}");
            assert!(text.starts_with("One "), "{text}");
        }
    }
}

#[tokio::test]
async fn a_stall_is_a_timeout_with_what_had_arrived() {
    let script = Script::text(TEXT).stall_after_events(7);
    let idle = Timeouts::default().idle(Duration::from_millis(150));
    for (text, error) in broken(script, idle).await {
        assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
        assert!(text.starts_with("One "), "{text}");
    }
}
