//! Refusals: redirects are not followed, large bodies not read, mid-stream ends typed.

use kei_router::{ChatRequest, ErrorKind, LlmError, Message, StreamEvent, StreamExt, Timeouts};
use kei_router_testkit::Script;
use kei_router_tests::VendorWire;
use kei_router_tests::trials::each_wire;
use libtest_mimic::Trial;
use std::time::Duration;
use tokio::net::TcpListener;

/// Seven events are in the middle of it on every wire.
const TEXT: &str = "One two three four five six seven eight nine ten.";

pub(crate) fn trials() -> [Vec<Trial>; 4] {
    [
        each_wire("a_redirect_is_not_followed_and_leaks_nothing", redirect),
        each_wire("a_huge_error_body_is_not_read", huge_error_body),
        each_wire("an_early_end_is_truncated_with_what_had_arrived", early_end),
        each_wire("a_stall_is_a_timeout_with_what_had_arrived", stall),
    ]
}

fn request() -> ChatRequest {
    ChatRequest::new([Message::user("Hi")]).max_tokens(100)
}

async fn redirect(wire: VendorWire) {
    let elsewhere = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/v1/messages", elsewhere.local_addr().expect("its address"));
    let (_sim, provider) = wire.simulated(Script::new().redirect(&url)).await;
    let error = provider.stream(&request()).await.err().expect("a refusal");
    assert_eq!(error.status(), Some(307));
    assert!(matches!(error, LlmError::Upstream { status: 307, .. }));
    let visit = tokio::time::timeout(Duration::from_millis(200), elsewhere.accept()).await;
    assert!(visit.is_err(), "somebody followed the redirect");
}

async fn huge_error_body(wire: VendorWire) {
    let (sim, provider) = wire.simulated(Script::new().endless_body(500)).await;
    let error = provider.stream(&request()).await.err().expect("a refusal");
    assert_eq!(error.status(), Some(500));
    assert!(error.body().is_some_and(|body| body.len() <= 512));
    let left = tokio::time::timeout(Duration::from_secs(2), sim.aborted()).await;
    assert!(left.is_ok(), "the body was not given up");
    // What the system buffers on loopback is a few MiB; the body would be 1 GiB.
    assert!(sim.bytes_written() < 32 << 20, "{}", sim.bytes_written());
}

/// The text so far, and the error that ends the stream.
async fn broken(wire: &VendorWire, script: Script, timeouts: Timeouts) -> (String, LlmError) {
    let (_sim, provider) = wire.simulated(script).await;
    let asked = provider.stream(&request().timeouts(timeouts)).await;
    let mut stream = asked.expect("it begins");
    let mut text = String::new();
    let error = loop {
        match stream.next().await.expect("an error comes before the end") {
            Ok(StreamEvent::Token(token)) => text.push_str(&token),
            Ok(StreamEvent::Done) => panic!("Done"),
            Ok(_) => {}
            Err(error) => break error,
        }
    };
    assert!(stream.next().await.is_none());
    let partial = error.partial().unwrap_or_else(|| panic!("{error}"));
    assert_eq!(partial.message.content.text(), text);
    assert_eq!(error.provider(), Some(wire.vendor()));
    (text, error)
}

async fn early_end(wire: VendorWire) {
    let script = Script::text(TEXT);
    for script in [script.clone().end_after_events(7), script.cut_after_events(7)] {
        let (text, error) = broken(&wire, script, Timeouts::default()).await;
        assert_eq!(error.kind(), ErrorKind::Truncated, "{error}");
        assert!(text.starts_with("One "), "{text}");
    }
}

async fn stall(wire: VendorWire) {
    let script = Script::text(TEXT).stall_after_events(7);
    let idle = Timeouts::default().idle(Duration::from_millis(150));
    let (text, error) = broken(&wire, script, idle).await;
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    assert!(text.starts_with("One "), "{text}");
}
