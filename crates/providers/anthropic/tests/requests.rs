//! Single requests and refusals over HTTP, as a program that uses this crate alone meets them.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use httpmock::{Method::POST, MockServer};
use kei_router_anthropic::AnthropicProvider;
use kei_router_core::{ChatRequest, ErrorKind, LlmError, Message, Provider, Reply};
use std::time::Duration;

const ANSWER: &str = concat!(
    "event: message_start\n",
    r#"data: {"type":"message_start","message":{"id":"msg_1","model":"claude-haiku-4-5-20251001","content":[],"usage":{"input_tokens":9,"output_tokens":1}}}"#,
    "\n\nevent: content_block_start\n",
    r#"data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"#,
    "\n\nevent: content_block_delta\n",
    r#"data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"The Rhine."}}"#,
    "\n\nevent: content_block_stop\n",
    r#"data: {"type":"content_block_stop","index":0}"#,
    "\n\nevent: message_delta\n",
    r#"data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":4}}"#,
    "\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
);

async fn ask(server: &MockServer) -> Result<Reply, LlmError> {
    let (key, model) = ("sk-ant".to_owned(), "claude-haiku-4-5".to_owned());
    let provider = AnthropicProvider::with_endpoint(key, model, server.url("/v1/messages"));
    let request = ChatRequest::new([Message::user("Name a river.")]).system("Be brief.");
    provider.complete(&request.max_tokens(64)).await
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
async fn a_request_has_the_key_the_version_and_the_conversation() {
    let server = MockServer::start_async().await;
    let expected = |when: httpmock::When, then: httpmock::Then| {
        when.method(POST)
            .path("/v1/messages")
            .header("x-api-key", "sk-ant")
            .header("anthropic-version", "2026-10-21")
            .header("content-type", "application/json")
            .header("accept", "text/event-stream")
            .json_body_includes(
                r#"{"model":"claude-haiku-4-5","stream":true,"max_tokens":64,
                    "messages":[{"role":"user"}]}"#,
            );
        then.status(200).header("content-type", "text/event-stream").body(ANSWER);
    };
    let mock = server.mock_async(expected).await;
    let reply = ask(&server).await.expect("a whole reply");
    assert_eq!(reply.text(), "The Rhine.");
    assert_eq!((reply.finish.usage.input, reply.finish.usage.output), (Some(9), Some(4)));
    // $1 and $5 per million tokens; one dollar is 100 micro-cents a token.
    assert_eq!(reply.finish.cost, Some(9 * 100 + 4 * 500));
    mock.assert_async().await;
}

#[tokio::test]
async fn refusals_are_told_apart_by_their_type() {
    let of = |kind: &str, message: &str| {
        format!(
            r#"{{"type":"error","error":{{"type":"{kind}","message":"{message}"}},"request_id":"req_1"}}"#
        )
    };
    let error =
        refused(401, ("x-any", "1"), &of("authentication_error", "invalid x-api-key")).await;
    assert_eq!((error.kind(), error.request_id()), (ErrorKind::Authentication, Some("req_1")));

    let error = refused(429, ("retry-after", "7"), &of("rate_limit_error", "slow down")).await;
    assert_eq!(error.kind(), ErrorKind::RateLimit);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));

    let error = refused(529, ("x-should-retry", "true"), &of("overloaded_error", "busy")).await;
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::ServiceUnavailable, true));

    let long = of("invalid_request_error", "prompt is too long: 210000 tokens > 200000 maximum");
    assert_eq!(refused(400, ("x-any", "1"), &long).await.kind(), ErrorKind::ContextLength);
}
