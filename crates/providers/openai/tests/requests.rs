//! Single requests and refusals over HTTP, as a program that uses this crate alone meets them.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use httpmock::{Method::POST, MockServer};
use kei_router_core::{ChatRequest, ErrorKind, LlmError, Message, Provider, Reply};
use kei_router_openai::OpenAiProvider;
use std::time::Duration;

const RESPONSE: &str = concat!(
    "event: response.created\n",
    r#"data: {"type":"response.created","response":{"id":"resp_1","model":"gpt-6.1-sol","status":"in_progress"}}"#,
    "\n\nevent: response.output_item.added\n",
    r#"data: {"type":"response.output_item.added","output_index":0,"item":{"type":"message","id":"msg_1","role":"assistant","content":[]}}"#,
    "\n\nevent: response.output_text.delta\n",
    r#"data: {"type":"response.output_text.delta","item_id":"msg_1","output_index":0,"content_index":0,"delta":"The Rhine."}"#,
    "\n\nevent: response.completed\n",
    r#"data: {"type":"response.completed","response":{"id":"resp_1","model":"gpt-6.1-sol","status":"completed","usage":{"input_tokens":9,"output_tokens":4}}}"#,
    "\n\n",
);
const CHAT: &str = concat!(
    r#"data: {"id":"c-1","model":"gpt-6.1-sol","choices":[{"index":0,"delta":{"content":"The Rhine."},"finish_reason":null}]}"#,
    "\n\n",
    r#"data: {"id":"c-1","model":"gpt-6.1-sol","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#,
    "\n\n",
    r#"data: {"id":"c-1","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":4}}"#,
    "\n\ndata: [DONE]\n\n",
);

async fn ask(server: &MockServer, path: &str) -> Result<Reply, LlmError> {
    let (key, model) = ("sk-openai".to_owned(), "gpt-6.1-sol".to_owned());
    let provider = OpenAiProvider::with_endpoint(key, model, server.url(path));
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
    ask(&server, "/v1/responses").await.expect_err("a refusal")
}

/// What comes of a request with this in its body.
async fn answered(path: &'static str, body: &'static str, answer: &'static str) {
    let server = MockServer::start_async().await;
    let expected = |when: httpmock::When, then: httpmock::Then| {
        when.method(POST)
            .path(path)
            .header("authorization", "Bearer sk-openai")
            .header("content-type", "application/json")
            .header("accept", "text/event-stream")
            .json_body_includes(body);
        then.status(200).header("content-type", "text/event-stream").body(answer);
    };
    let mock = server.mock_async(expected).await;
    let reply = ask(&server, path).await.expect("a whole reply");
    assert_eq!(reply.text(), "The Rhine.");
    // $2 and $10 per million tokens; one dollar is 100 micro-cents a token.
    assert_eq!(reply.finish.cost, Some(9 * 200 + 4 * 1_000));
    mock.assert_async().await;
}

#[tokio::test]
async fn the_path_chooses_the_wire_of_a_request() {
    let body = r#"{"model":"gpt-6.1-sol","stream":true,"max_output_tokens":64,"store":false,
        "instructions":"Be brief."}"#;
    answered("/v1/responses", body, RESPONSE).await;
    let body = r#"{"model":"gpt-6.1-sol","stream":true,"max_completion_tokens":64,
        "stream_options":{"include_usage":true}}"#;
    answered("/v1/chat/completions", body, CHAT).await;
}

#[tokio::test]
async fn refusals_are_told_apart_by_their_code() {
    let of = |kind: &str, code: &str, message: &str| {
        format!(r#"{{"error":{{"type":"{kind}","code":"{code}","message":"{message}"}}}}"#)
    };
    let body = of("invalid_request_error", "invalid_api_key", "Incorrect API key provided");
    let error = refused(401, ("x-request-id", "req_1"), &body).await;
    assert_eq!((error.kind(), error.request_id()), (ErrorKind::Authentication, Some("req_1")));

    let body = of("rate_limit_error", "rate_limit_exceeded", "Please try again in 1m2s.");
    let error = refused(429, ("x-request-id", "req_2"), &body).await;
    assert_eq!(error.kind(), ErrorKind::RateLimit);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(62)));

    let body = of("insufficient_quota", "credit_balance_exhausted", "Add credits");
    let error = refused(429, ("retry-after", "1"), &body).await;
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::QuotaExhausted, false));

    let body = of("invalid_request_error", "context_length_exceeded", "Too long");
    assert_eq!(refused(400, ("x-any", "1"), &body).await.kind(), ErrorKind::ContextLength);

    let body = of("invalid_request_error", "invalid_value", "Invalid 'tools[0].name'");
    assert_eq!(refused(400, ("x-any", "1"), &body).await.kind(), ErrorKind::BadRequest);
}
