//! Complaints about what fails, and about what is left behind.

use crate::wires::{chat, formats};
use http::{HeaderName, HeaderValue, StatusCode};
use kei_router::Timeouts;
use kei_router::{ChatRequest, ErrorKind, LlmError, Message, Phase, Scope, StreamEvent, StreamExt};
use kei_router_testkit::{Refused, Replay, Script};
use kei_router_tests::VendorWire;
use std::time::Duration;

/// The events of a wire up to the first piece of text.
fn first_piece(wire: &VendorWire) -> usize {
    match wire.format() {
        "anthropic-messages" => 4,
        "responses" => 5,
        _ => 2,
    }
}

fn request() -> ChatRequest {
    ChatRequest::new([Message::user("Hi")]).max_tokens(100)
}

/// An event `error` in mid-stream is swallowed: `jeremychone/rust-genai#157`,
/// `jeremychone/rust-genai#245`, `octos-org/octos#13`.
#[tokio::test]
async fn an_error_in_mid_stream_is_the_typed_error_that_its_status_would_be() {
    let errors = [
        (Refused::overloaded(), ErrorKind::ServiceUnavailable),
        (Refused::rate_limit(), ErrorKind::RateLimit),
        (Refused::new(500, "api_error", "Internal server error"), ErrorKind::Upstream),
    ];
    for wire in formats() {
        for (refused, kind) in errors.clone() {
            let script = Script::new().say_tokens(["One ", "two ", "three "]);
            let body = wire.body(&script.error_after_events(first_piece(&wire), refused));
            let error = wire.stream_error(body).await;
            assert_eq!(error.kind(), kind, "{}", wire.name());
            let text = error.partial().expect("a piece").message.content.text().into_owned();
            assert!(text == "One ", "{}: {text:?}", wire.name());
        }
        // As a named event, with nothing but a bare error in it.
        let begun = Script::new().say("One two.").end_after_events(first_piece(&wire));
        let event = "event: error\ndata: {\"error\":{\"type\":\"overloaded_error\",\
                     \"message\":\"Overloaded\"}}\n\n";
        let error = wire.stream_error(wire.body(&begun) + event).await;
        assert_eq!(error.kind(), ErrorKind::ServiceUnavailable, "{}", wire.name());
    }
}

fn limited(wire: &VendorWire) -> Replay {
    let body = match wire.format() {
        "anthropic-messages" => {
            r#"{"type":"error","error":{"type":"rate_limit_error","message":"Slow down"}}"#
        }
        _ => r#"{"error":{"type":"requests","code":"rate_limit_exceeded","message":"Slow down"}}"#,
    };
    Replay::json(StatusCode::TOO_MANY_REQUESTS, body)
}

fn with(answer: Replay, headers: &[(&'static str, &'static str)]) -> Replay {
    headers.iter().fold(answer, |answer, (name, value)| {
        answer.header(HeaderName::from_static(name), HeaderValue::from_static(value))
    })
}

/// `Retry-After` is lost: `0xPlaygrounds/rig#2210`, `0xPlaygrounds/rig#2333`.
#[tokio::test]
async fn a_refusal_says_how_long_to_wait() {
    let waits = [
        (&[("retry-after", "17")][..], 17_000),
        (&[("retry-after", "0.5")], 500),
        (&[("retry-after-ms", "1500")], 1_500),
        (
            &[
                ("date", "Sun, 06 Nov 1994 08:49:37 GMT"),
                ("retry-after", "Sun, 06 Nov 1994 08:50:07 GMT"),
            ],
            30_000,
        ),
    ];
    for wire in formats() {
        for (headers, wait) in waits {
            let error = wire.refusal(with(limited(&wire), headers)).await;
            let wanted = Some(Duration::from_millis(wait));
            assert_eq!(error.retry_after(), wanted, "{} {headers:?}", wire.name());
        }
    }
}

/// The headers of rate limits are lost: `0xPlaygrounds/rig#2210`, `0xPlaygrounds/rig#2333`.
#[tokio::test]
async fn rate_limits_are_told_in_one_shape_by_refusals_and_by_answers() {
    let anthropics = [
        ("anthropic-ratelimit-requests-remaining", "0"),
        ("anthropic-ratelimit-tokens-limit", "40000"),
    ];
    let openais = [("x-ratelimit-remaining-requests", "0"), ("x-ratelimit-limit-tokens", "40000")];
    for wire in formats() {
        let anthropic = wire.format() == "anthropic-messages";
        let headers = if anthropic { anthropics } else { openais };
        let error = wire.refusal(with(limited(&wire), &headers)).await;
        let found = *error.rate_limit().expect("it is told");
        assert_eq!((found.requests.remaining, found.tokens.limit), (Some(0), Some(40_000)));
        let answer = Replay::sse(wire.body(&Script::text("Hi.")));
        let items = wire.stream(with(answer, &headers)).await.expect("it begins");
        let Some(Ok(StreamEvent::Started(started))) = items.first() else { panic!("{items:?}") };
        assert_eq!(started.rate_limit, Some(found), "{}", wire.name());
    }
}

/// There is no variant for rate limits, and users match strings: `jeremychone/rust-genai#65`.
#[tokio::test]
async fn too_many_requests_have_a_variant_of_their_own() {
    for wire in formats() {
        let error = wire.refusal(limited(&wire)).await;
        assert!(matches!(error, LlmError::RateLimit(_)), "{}: {error:?}", wire.name());
        assert_eq!((error.http_status(), error.status()), (429, Some(429)));
        assert!(error.is_retryable(), "{}", wire.name());
        let spent = r#"{"error":{"type":"insufficient_quota","code":"credit_balance_exhausted"}}"#;
        let error = wire.refusal(Replay::json(StatusCode::TOO_MANY_REQUESTS, spent)).await;
        assert!(matches!(error, LlmError::QuotaExhausted(_)), "{}: {error:?}", wire.name());
        assert!(!error.is_retryable(), "waiting does not help");
    }
}

/// No retry and no failover for streams: `64bit/async-openai#447`, `64bit/async-openai#415`,
/// `tinyhumansai/openhuman#1931`.
#[tokio::test]
async fn a_failure_to_begin_comes_before_the_stream_and_says_what_to_do() {
    let overloaded = r#"{"error":{"type":"overloaded_error","message":"Overloaded"}}"#;
    let statuses = [
        (529, ErrorKind::ServiceUnavailable, Scope::Provider, true),
        (503, ErrorKind::ServiceUnavailable, Scope::Provider, true),
        (200, ErrorKind::ServiceUnavailable, Scope::Provider, true),
    ];
    for wire in formats() {
        for (status, kind, scope, retryable) in statuses {
            let status = StatusCode::from_u16(status).expect("a status");
            let error = wire.refusal(Replay::json(status, overloaded)).await;
            let found = (error.kind(), error.scope(), error.is_retryable());
            assert_eq!(found, (kind, scope, retryable), "{} {status}", wire.name());
            assert!(error.partial().is_none(), "nothing had come");
        }
        let dead = Replay::failing(LlmError::new(ErrorKind::Http, "nobody listens"));
        assert!(wire.refusal(dead).await.is_retryable(), "{}", wire.name());
    }
}

/// A dropped stream leaks its task or its connection: `64bit/async-openai#576`,
/// `64bit/async-openai#577`, `zeroclaw-labs/zeroclaw#5830`.
#[tokio::test]
async fn a_dropped_stream_leaves_nothing_behind() {
    for wire in formats() {
        let script = Script::text("One two three four.").stall_after_events(6);
        let (sim, provider) = wire.simulated(script).await;
        let mut stream = provider.stream(&request()).await.expect("it begins");
        let first = stream.next().await.expect("an event");
        assert!(matches!(first, Ok(StreamEvent::Started(_))), "{}: {first:?}", wire.name());
        drop(stream);
        let seen = tokio::time::timeout(Duration::from_secs(5), sim.aborted()).await;
        assert!(seen.is_ok(), "{}: the server still waits", wire.name());
        assert_eq!((sim.aborts(), sim.completed()), (1, 0), "{}", wire.name());
    }
}

/// There is no timeout for the headers alone: `vercel/ai#17314`.
#[tokio::test]
async fn the_wait_for_headers_has_a_budget_of_its_own() {
    let budget = Duration::from_millis(150);
    let request = request().timeouts(Timeouts::default().handshake(budget));
    for wire in formats() {
        let late = Script::text("Late.").head_after(Duration::MAX);
        let (_sim, provider) = wire.simulated(late).await;
        let failed = provider.stream(&request).await.err();
        let error = failed.unwrap_or_else(|| panic!("{}: it begins", wire.name()));
        assert_eq!((error.kind(), error.phase()), (ErrorKind::Timeout, Some(Phase::Handshake)));
        assert_eq!(error.http_status(), 504);
        // What comes slowly behind the headers is none of its business.
        let slow = Script::text("Slow, but fine.").first_after(budget * 2);
        let (_sim, provider) = wire.simulated(slow).await;
        let reply = provider.complete(&request).await;
        let reply = reply.unwrap_or_else(|error| panic!("{}: {error:?}", wire.name()));
        assert_eq!(reply.text(), "Slow, but fine.", "{}", wire.name());
    }
}

/// A stream that breaks is taken for a whole one. No thread of the table's own: it is what the
/// silence of the others comes to.
#[tokio::test]
async fn an_early_end_is_an_error_that_has_what_had_come() {
    for wire in formats() {
        let script = Script::new().say_tokens(["One ", "two "]);
        for body in [
            wire.body(&script.clone().end_after_events(first_piece(&wire))),
            wire.body(&script.clone().without_finish().without_usage().without_terminator()),
        ] {
            let error = wire.stream_error(body).await;
            assert_eq!(error.kind(), ErrorKind::Truncated, "{}", wire.name());
            let partial = error.partial().expect("a piece").message.content.text().into_owned();
            assert!(partial.starts_with("One "), "{}: {partial:?}", wire.name());
        }
    }
    let nothing = chat().stream_error("data: [DONE]\n\n").await;
    assert_eq!(nothing.kind(), ErrorKind::Truncated);
}
