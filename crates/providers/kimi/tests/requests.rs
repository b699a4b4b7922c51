//! Single requests and refusals over HTTP, as a program that uses this crate alone meets them.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use httpmock::{Method::POST, MockServer};
use kei_router_core::{ChatRequest, ErrorKind, LlmError, Message, Provider, Reply};
use kei_router_kimi::KimiProvider;
use std::time::Duration;

const ANSWER: &str = concat!(
    r#"data: {"id":"c-1","model":"kimi-k2.6","choices":[{"index":0,"delta":{"role":"assistant","content":"The "}}]}"#,
    "\n\n",
    r#"data: {"id":"c-1","model":"kimi-k2.6","choices":[{"index":0,"delta":{"content":"Rhine."},"finish_reason":"stop","usage":{"prompt_tokens":9,"completion_tokens":3}}]}"#,
    "\n\ndata: [DONE]\n\n",
);

fn provider(server: &MockServer) -> KimiProvider {
    let endpoint = server.url("/v1/chat/completions");
    KimiProvider::with_endpoint("sk-moonshot".into(), "kimi-k2.6".into(), endpoint)
}

async fn ask(server: &MockServer) -> Result<Reply, LlmError> {
    let request = ChatRequest::new([Message::user("Name a river.")]).system("Be brief.");
    provider(server).complete(&request.max_tokens(64)).await
}

/// The error that a refusal with this status, header and body is.
async fn refused(status: u16, header: (&str, &str), body: &str) -> LlmError {
    let server = MockServer::start_async().await;
    let refusal = |when: httpmock::When, then: httpmock::Then| {
        when.method(POST);
        then.status(status).header(header.0, header.1).body(body);
    };
    server.mock_async(refusal).await;
    ask(&server).await.expect_err("a refusal")
}

#[tokio::test]
async fn a_request_has_the_key_the_limit_and_the_conversation() {
    let server = MockServer::start_async().await;
    let expected = |when: httpmock::When, then: httpmock::Then| {
        when.method(POST)
            .path("/v1/chat/completions")
            .header("authorization", "Bearer sk-moonshot")
            .header("content-type", "application/json")
            .header("accept", "text/event-stream")
            .json_body_includes(
                r#"{"model":"kimi-k2.6","stream":true,"max_completion_tokens":64,
                    "messages":[{"role":"system","content":"Be brief."},
                                {"role":"user","content":"Name a river."}]}"#,
            );
        then.status(200).header("content-type", "text/event-stream").body(ANSWER);
    };
    let mock = server.mock_async(expected).await;
    let reply = ask(&server).await.expect("a whole reply");
    assert_eq!(reply.text(), "The Rhine.");
    assert_eq!((reply.finish.usage.input, reply.finish.usage.output), (Some(9), Some(3)));
    mock.assert_async().await;
}

#[tokio::test]
async fn refusals_are_told_apart_by_their_type() {
    let body = r#"{"error":{"type":"invalid_authentication_error","message":"Invalid key"}}"#;
    let error = refused(401, ("x-trace-id", "t-1"), body).await;
    assert_eq!((error.kind(), error.request_id()), (ErrorKind::Authentication, Some("t-1")));

    let body = r#"{"error":{"type":"rate_limit_reached_error",
        "message":"Your account reached max request concurrency, please try again after 3 seconds"}}"#;
    let error = refused(429, ("x-trace-id", "t-2"), body).await;
    assert_eq!(error.kind(), ErrorKind::RateLimit);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3)));

    let body = r#"{"error":{"type":"exceeded_current_quota_error","message":"Check your plan"}}"#;
    let error = refused(429, ("x-trace-id", "t-3"), body).await;
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::QuotaExhausted, false));

    let body = r#"{"error":{"type":"engine_overloaded_error","message":"Engine busy"}}"#;
    let error = refused(429, ("retry-after", "2"), body).await;
    assert_eq!(error.kind(), ErrorKind::ServiceUnavailable);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(2)));

    let body = r#"{"error":{"type":"invalid_request_error",
        "message":"Invalid request: Your request exceeded model token limit: 262144"}}"#;
    assert_eq!(refused(400, ("x-trace-id", "t-5"), body).await.kind(), ErrorKind::ContextLength);
}
