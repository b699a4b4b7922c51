//! What any vendor's refusal becomes, on each of its wires: told apart by status, code, type,
//! message, headers and encoding, as a status or under a 200.

use http::header::{CONTENT_ENCODING, HeaderName};
use http::{HeaderValue, StatusCode};
use kei_router::codec::{Codec, Refusal};
use kei_router::transport::Head;
use kei_router::{ChatRequest, ErrorKind, HttpProvider, LlmError, Message, Provider, Scope};
use kei_router_chat_completions::{ChatCompletions, Dialect};
use kei_router_testkit::{Replay, ReplayTransport};
use kei_router_tests::VendorWire;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

/// What each vendor makes of an answer, on each of its wires.
async fn refused(answer: &Replay, check: impl Fn(&str, LlmError)) {
    for wire in VendorWire::all() {
        let provider = wire.over(Arc::new(ReplayTransport::new(answer.clone())));
        match provider.complete(&ChatRequest::new([Message::user("hi")])).await {
            Ok(reply) => panic!("{}: a reply: {reply:?}", wire.name()),
            Err(error) => check(&wire.name(), error),
        }
    }
}

fn json_of(status: u16, body: &Value) -> Replay {
    Replay::json(StatusCode::from_u16(status).unwrap(), body.to_string())
}

#[tokio::test]
async fn quota_size_filter_and_capacity_are_told_apart_under_every_status() {
    let rows = [
        (
            429,
            "rate_limit_exceeded",
            "Request too large for m (TPM): Limit 3, Requested 4",
            ErrorKind::ContextLength,
            false,
        ),
        (429, "rate_limit_exceeded", "Rate limit reached", ErrorKind::RateLimit, true),
        (429, "billing_not_active", "", ErrorKind::QuotaExhausted, false),
        (400, "billing_hard_limit_reached", "", ErrorKind::QuotaExhausted, false),
        (
            400,
            "invalid_prompt",
            "flagged as potentially violating our usage policy",
            ErrorKind::ContentFilter,
            false,
        ),
        (498, "capacity_exceeded", "", ErrorKind::ServiceUnavailable, true),
        (429, "resource_unavailable", "", ErrorKind::ServiceUnavailable, true),
    ];
    for (status, code, message, kind, retryable) in rows {
        let error = json!({"type": "invalid_request_error", "code": code, "message": message});
        refused(&json_of(status, &json!({"error": error})), |name, error| {
            assert_eq!((error.kind(), error.is_retryable()), (kind, retryable), "{name}: {code}");
            assert_eq!(error.status(), Some(status), "{name}");
        })
        .await;
    }
}

#[tokio::test]
async fn a_limit_in_bytes_of_a_proxy_is_the_requests_size_too() {
    let html = Replay::json(StatusCode::PAYLOAD_TOO_LARGE, "<html>413 Too Large</html>");
    refused(&html, |name, error| {
        assert_eq!((error.kind(), error.scope()), (ErrorKind::ContextLength, Scope::Request));
        assert_eq!((error.http_status(), error.is_retryable()), (413, false), "{name}");
    })
    .await;
}

#[tokio::test]
async fn an_error_under_200_without_a_message_has_the_kind_of_its_type_or_code() {
    let rows = [
        (
            json!({"type": "error", "error": {"type": "overloaded_error"}}),
            ErrorKind::ServiceUnavailable,
        ),
        (json!({"error": {"type": "rate_limit_error"}}), ErrorKind::RateLimit),
        (json!({"error": {"code": "insufficient_quota"}}), ErrorKind::QuotaExhausted),
        (json!({"error": {"code": 503}}), ErrorKind::ServiceUnavailable),
        (json!({"error": {"param": "x"}}), ErrorKind::Upstream),
    ];
    for (body, kind) in rows {
        refused(&json_of(200, &body), |name, error| {
            assert_eq!(error.kind(), kind, "{name}: {body}");
        })
        .await;
    }
}

#[tokio::test]
async fn a_compressed_answer_is_named_and_a_compressed_refusal_keeps_its_kind() {
    let gzip = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xcb, 0x48];
    let encoded = |status: u16, media: &'static str| {
        let answer = Replay::json(StatusCode::from_u16(status).unwrap(), gzip.to_vec());
        let answer = answer.header(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        answer.header(http::header::CONTENT_TYPE, HeaderValue::from_static(media))
    };
    for media in ["text/event-stream", "application/json"] {
        refused(&encoded(200, media), |name, error| {
            assert_eq!(error.kind(), ErrorKind::Corrupt, "{name}");
            assert!(error.to_string().contains("content-encoding: gzip"), "{name}: {error}");
        })
        .await;
    }
    for (status, kind) in [(401, ErrorKind::Authentication), (503, ErrorKind::ServiceUnavailable)] {
        refused(&encoded(status, "application/json"), |name, error| {
            assert_eq!(error.kind(), kind, "{name}");
        })
        .await;
    }
}

#[tokio::test]
async fn waits_are_read_from_headers_dates_and_messages_and_capped_at_a_day() {
    let date = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
    let rows = [
        (vec![("retry-after", "7")], "", 7),
        (vec![date, ("retry-after", "Sunday, 06-Nov-94 08:50:07 GMT")], "", 30),
        (vec![date, ("retry-after", "Sun Nov  6 08:50:07 1994")], "", 30),
        (vec![("retry-after", "18446744073709551615")], "", 86_400),
        (vec![], "Please try again in 7m12s.", 432),
        (vec![], "Please try again in 1h2m.", 3_720),
        (vec![("retry-after-ms", "0")], "please try again after 3 seconds", 3),
    ];
    for (headers, message, seconds) in rows {
        let error = json!({"error": {"type": "rate_limit_error", "message": message}});
        let answer = headers.iter().fold(json_of(429, &error), |answer, (name, value)| {
            answer.header(HeaderName::from_static(name), HeaderValue::from_static(value))
        });
        refused(&answer, |name, error| {
            let wait = Some(Duration::from_secs(seconds));
            assert_eq!(error.retry_after(), wait, "{name}: {headers:?} {message}");
        })
        .await;
    }
}

#[tokio::test]
async fn a_type_that_stands_in_a_header_alone_is_read_by_the_dialect() {
    let mut dialect = Dialect::PLAIN;
    dialect.classify = |_: &Refusal, head: &Head| {
        let (word, _) = head.header("x-amzn-errortype")?.split_once(':')?;
        (word == "ThrottlingException").then_some(ErrorKind::RateLimit)
    };
    let kimi = kei_router_kimi::codec();
    let descriptor = kimi.descriptor().clone();
    let codec = ChatCompletions::new(descriptor, dialect);
    let kind = async |errortype: &'static str| {
        let answer = json_of(400, &json!({"message": "no"}));
        let errortype = HeaderValue::from_static(errortype);
        let answer = answer.header(HeaderName::from_static("x-amzn-errortype"), errortype);
        let builder = HttpProvider::with_codec(codec.clone()).vars(|_| None).api_key("sk-1");
        let provider = builder.transport(Arc::new(ReplayTransport::new(answer))).build();
        let reply = provider.complete(&ChatRequest::new([Message::user("hi")])).await;
        reply.expect_err("a refusal").kind()
    };
    assert_eq!(kind("ThrottlingException:http://example.com/").await, ErrorKind::RateLimit);
    assert_eq!(kind("ValidationException:http://example.com/").await, ErrorKind::BadRequest);
}
