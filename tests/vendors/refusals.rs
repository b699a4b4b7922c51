//! What any vendor's refusal becomes, on each of its wires: told apart by status, code, type,
//! message, headers and encoding, as a status or under a 200.

use http::header::{CONTENT_ENCODING, HeaderName};
use http::{HeaderValue, StatusCode};
use kei_router::codec::{Codec, Refusal};
use kei_router::transport::Head;
use kei_router::{
    ChatRequest, ErrorKind, HttpProvider, LlmError, Message, Provider, Scope, StreamExt,
};
use kei_router_chat_completions::{ChatCompletions, Dialect};
use kei_router_testkit::{Replay, ReplayTransport, Script};
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

/// Errors without a message, each with the kind that its type or code tells.
fn without_a_message() -> Vec<(Value, ErrorKind)> {
    vec![
        (
            json!({"type": "error", "error": {"type": "overloaded_error"}}),
            ErrorKind::ServiceUnavailable,
        ),
        (json!({"error": {"type": "rate_limit_error"}}), ErrorKind::RateLimit),
        (json!({"error": {"code": "insufficient_quota"}}), ErrorKind::QuotaExhausted),
        (json!({"error": {"code": 503}}), ErrorKind::ServiceUnavailable),
        (json!({"error": {"param": "x"}}), ErrorKind::Upstream),
        (
            json!({"error": {"type": "invalid_request_error", "code": "context_length_exceeded"}}),
            ErrorKind::ContextLength,
        ),
        (json!({"error": "rate_limit_exceeded"}), ErrorKind::RateLimit),
        (json!({"type": "overloaded_error"}), ErrorKind::ServiceUnavailable),
        (json!([{"error": {"code": 429}}]), ErrorKind::RateLimit),
    ]
}

#[tokio::test]
async fn an_error_under_200_without_a_message_has_the_kind_of_its_type_or_code() {
    for (body, kind) in without_a_message() {
        refused(&json_of(200, &body), |name, error| {
            assert_eq!(error.kind(), kind, "{name}: {body}");
        })
        .await;
    }
}

#[tokio::test]
async fn an_error_event_without_a_message_has_the_kind_of_its_type_or_code() {
    let named = without_a_message().into_iter();
    for (body, kind) in named.filter(|(body, _)| body.get("error").is_some_and(Value::is_object)) {
        for stream in [format!("data: {body}\n\n"), format!("event: error\ndata: {body}\n\n")] {
            refused(&Replay::sse(stream), |name, error| {
                assert_eq!(error.kind(), kind, "{name}: {body}");
            })
            .await;
        }
    }
}

#[tokio::test]
async fn the_alternate_form_of_an_error_gives_the_vendors_reason_and_no_other_form_does() {
    let message = "Invalid 'tools[0].name': my prompt has the key sk-1 in it";
    let error = json!({"error": {"type": "invalid_request_error", "message": message}});
    let plain = Replay::json(StatusCode::BAD_GATEWAY, "no healthy upstream for sk-1");
    for (answer, reason) in [
        (json_of(400, &error), "Invalid 'tools[0].name': my prompt has the key [key] in it"),
        (json_of(200, &error), "Invalid 'tools[0].name': my prompt has the key [key] in it"),
        (plain, "no healthy upstream for [key]"),
    ] {
        refused(&answer, |name, error| {
            assert_eq!(error.reason(), Some(reason), "{name}");
            assert!(format!("{error:#}").ends_with(&format!(": {reason}")), "{name}: {error:#}");
            let quiet = format!("{error} {error:?} {error:#?}");
            for word in ["prompt", "sk-1", "tools", "upstream for"] {
                assert!(!quiet.contains(word), "{name}: {quiet}");
            }
        })
        .await;
    }
}

#[tokio::test]
async fn a_key_is_scrubbed_before_a_body_is_cut_and_from_headers() {
    let key = "sk-1";
    for at in 500..=520 {
        let text = format!("{}{key} is no key", "x".repeat(at));
        for body in [text.clone(), json!({"error": {"message": text}}).to_string()] {
            let answer = Replay::json(StatusCode::UNAUTHORIZED, body);
            let echo = |name| (HeaderName::from_static(name), HeaderValue::from_static("for sk-1"));
            let names = ["x-request-id", "x-ratelimit-reset-tokens", "retry-after", "date"];
            let answer = names
                .map(echo)
                .into_iter()
                .fold(answer, |answer, (name, value)| answer.header(name, value));
            refused(&answer, |name, error| {
                let shown =
                    format!("{:?} {:?} {:?}", error.body(), error.reason(), error.headers());
                let shown = format!("{shown} {:?} {error:#}", error.request_id());
                assert!(!shown.contains(key) && !shown.contains("sk-"), "{name} at {at}: {shown}");
                assert_eq!(error.headers().len(), 4, "{name}");
            })
            .await;
        }
    }
}

#[tokio::test]
async fn a_key_that_a_server_echoes_as_a_requests_id_is_no_event() {
    for wire in VendorWire::all() {
        let answer = Replay::sse(wire.body(&Script::text("Hello there.")));
        let id = (HeaderName::from_static("x-request-id"), HeaderValue::from_static("for sk-1"));
        let provider = wire.over(Arc::new(ReplayTransport::new(answer.header(id.0, id.1))));
        let request = ChatRequest::new([Message::user("hi")]);
        let mut stream = provider.stream(&request).await.expect("it begins");
        while let Some(event) = stream.next().await {
            let event = event.expect("a whole reply");
            assert!(!format!("{event:?}").contains("sk-1"), "{}: {event:?}", wire.name());
        }
    }
}

#[tokio::test]
async fn too_many_headers_or_too_long_ones_are_refused_before_anything_is_sent() {
    let many = |count: usize, length: usize| {
        let value = "v".repeat(length);
        let request = ChatRequest::new([Message::user("hi")]);
        let header = |request: ChatRequest, n| request.extra_header(format!("x-{n}"), &*value);
        (0..count).fold(request, header)
    };
    for wire in VendorWire::all() {
        let answer = Replay::sse(wire.body(&Script::text("Hello there.")));
        let transport = Arc::new(ReplayTransport::new(answer));
        let provider = wire.over(Arc::clone(&transport) as _);
        for request in [many(40_000, 1), many(1_001, 1), many(3, 100_000), many(1, 1 << 20)] {
            let error = provider.complete(&request).await.expect_err("too many");
            assert_eq!(error.kind(), ErrorKind::BadRequest, "{}", wire.name());
        }
        assert_eq!(transport.requests().len(), 0);
        provider.complete(&many(900, 64)).await.expect("it is within the bounds");
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
