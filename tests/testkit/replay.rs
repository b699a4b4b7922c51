//! Answers are played back as they were given, and requests are kept.

use kei_router_core::transport::Transport;
use kei_router_core::{ChatRequest, ErrorKind, LlmError, Message, Phase, Provider};
use kei_router_testkit::laws::{Collected, collect_ready};
use kei_router_testkit::{
    Chunking, Replay, ReplayEnd, ReplayTransport, Script, anthropic_messages, render,
};
use std::sync::Arc;

fn provider(transport: &Arc<ReplayTransport>) -> Box<dyn Provider> {
    let transport: Arc<dyn Transport> = Arc::clone(transport) as Arc<dyn Transport>;
    let vendor = kei_router::vendors().iter().find(|vendor| vendor.name() == "anthropic");
    vendor
        .and_then(|vendor| vendor.over(transport, &anthropic_messages().wire))
        .expect("it is compiled in")
}

async fn play(replay: Replay) -> Result<Collected, LlmError> {
    let transport = Arc::new(ReplayTransport::new(replay));
    let request = ChatRequest::new([Message::user("Hi")]);
    Ok(collect_ready(provider(&transport).stream(&request).await?).await)
}

fn body() -> bytes::Bytes {
    render(&anthropic_messages(), &Script::text("One two.")).expect("the format is known")
}

fn last_error(collected: &Collected) -> &LlmError {
    collected.items.last().and_then(|item| item.as_ref().err()).expect("it fails")
}

#[tokio::test]
async fn a_body_ends_as_it_is_told() {
    let half = body().slice(..body().len() / 2);
    let clean = play(Replay::sse(half.clone())).await.expect("it opens");
    assert!(last_error(&clean).to_string().contains("end marker"), "{clean:?}");
    let broken = play(Replay::sse(half.clone()).end(ReplayEnd::Broken)).await.expect("it opens");
    assert!(last_error(&broken).to_string().contains("connection broke"), "{broken:?}");
    let stalled = play(Replay::sse(half).end(ReplayEnd::Stalled)).await.expect("it opens");
    assert!(stalled.waiting && stalled.items.len() > 1, "{stalled:?}");
    let whole = play(Replay::sse(body()).end(ReplayEnd::Stalled)).await.expect("it opens");
    assert_eq!(whole.check(), Ok(()), "after the finish a limit ends the stall");
}

#[tokio::test]
async fn requests_are_kept_and_print_no_secret() {
    let transport = Arc::new(ReplayTransport::new(Replay::sse(body())));
    let request = ChatRequest::new([Message::user("my secret plan")]);
    let stream = provider(&transport).stream(&request).await.expect("it opens");
    drop(stream);
    let requests = transport.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!((requests[0].method.as_str(), requests[0].path()), ("POST", "/v1/messages"));
    assert_eq!(requests[0].last_user_text().as_deref(), Some("my secret plan"));
    assert_eq!(requests[0].messages(), 1);
    assert_eq!(requests[0].header("x-api-key"), None, "a replay needs no key");
    let shown = format!("{requests:?} {transport:?}");
    assert!(shown.contains("body_bytes") && !shown.contains("secret"), "{shown}");
}

#[tokio::test]
async fn answers_come_in_order_and_the_last_one_stays() {
    let limited = Replay::json(http::StatusCode::TOO_MANY_REQUESTS, "{}");
    let limited = limited.header(http::header::RETRY_AFTER, "3".parse().expect("a value"));
    let failing = Replay::failing(LlmError::timeout(Phase::Connect, std::time::Duration::ZERO));
    let answers = [failing, limited, Replay::sse(body()).chunking(Chunking::Every(1))];
    let transport = Arc::new(ReplayTransport::sequence(answers));
    let provider = provider(&transport);
    let request = ChatRequest::new([Message::user("Hi")]);
    let first = provider.complete(&request).await.expect_err("it fails");
    assert_eq!(first.phase(), Some(Phase::Connect));
    let second = provider.complete(&request).await.expect_err("it is refused");
    assert_eq!(second.kind(), ErrorKind::RateLimit);
    assert_eq!(second.retry_after().map(|wait| wait.as_secs()), Some(3));
    for _ in 0..2 {
        let reply = provider.complete(&request).await.expect("it answers");
        assert_eq!(reply.text(), "One two.");
    }
    assert_eq!(transport.requests().len(), 4);
}
