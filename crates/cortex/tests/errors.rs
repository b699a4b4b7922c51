//! What goes wrong at the vendor: a status before the answer, an event in the middle of it.
#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{Daemon, tokens};
use kei_cortex::Demo;
use kei_router::{
    ChatRequest, ErrorKind, EventStream, LlmError, LlmRouter, ModelInfo, Provider, vendors,
};
use kei_router_testkit::{Refused, Script};
use std::time::Duration;

async fn daemon(script: Script) -> (Daemon, Demo) {
    let demo = Demo::with(|_| script.clone()).await.unwrap();
    (Daemon::start(demo.router()).await, demo)
}

/// Every kind, and the status that a client sees.
const TABLE: &[(ErrorKind, u16)] = &[
    (ErrorKind::MissingKey, 500),
    (ErrorKind::RateLimit, 429),
    (ErrorKind::ServiceUnavailable, 503),
    (ErrorKind::Timeout, 504),
    (ErrorKind::Upstream, 502),
    (ErrorKind::UnknownProvider, 400),
    (ErrorKind::Http, 502),
    (ErrorKind::Authentication, 500),
    (ErrorKind::Configuration, 500),
    (ErrorKind::QuotaExhausted, 502),
    (ErrorKind::BadRequest, 400),
    (ErrorKind::ContextLength, 413),
    (ErrorKind::ContentFilter, 422),
    (ErrorKind::Truncated, 502),
    (ErrorKind::Corrupt, 502),
    (ErrorKind::TooLarge, 502),
    (ErrorKind::Cancelled, 499),
    (ErrorKind::Unreachable, 502),
    (ErrorKind::ModelNotFound, 502),
];

/// A provider that fails with one kind of error.
struct Failing(ErrorKind);

#[async_trait::async_trait]
impl Provider for Failing {
    fn name(&self) -> &str {
        self.0.as_str()
    }

    fn model(&self) -> &str {
        "none"
    }

    fn model_info(&self, _: &str) -> ModelInfo {
        ModelInfo::default()
    }

    async fn stream(&self, _: &ChatRequest) -> Result<EventStream, LlmError> {
        let error = LlmError::new(self.0, "as was asked for").with_body("the prompt");
        Err(error.with_retry_after(Duration::from_millis(2500)))
    }
}

#[tokio::test]
async fn every_kind_of_error_has_its_status_and_its_word() {
    let mut router = LlmRouter::new();
    for (kind, _) in TABLE {
        router.register(Box::new(Failing(*kind)));
    }
    let daemon = Daemon::start(router).await;
    let document = include_str!("../../../INTEGRATION.md");
    for (kind, expected) in TABLE {
        let answer = daemon.chat(&format!("?provider={}", kind.as_str()), "Hello").await;
        assert_eq!(answer.header("content-type"), Some("application/json"));
        let wait = matches!(expected, 429 | 503).then_some("3");
        assert_eq!(answer.header("retry-after"), wait, "{kind:?}");
        let (status, code, message) = answer.error().await;
        assert_eq!((status, code.as_str()), (*expected, kind.as_str()));
        assert!(message.contains("as was asked for") && !message.contains("prompt"), "{message}");
        let row = format!("| `{kind:?}` | `{code}` | {status} |");
        assert!(document.contains(&row), "INTEGRATION.md lacks {row}");
    }
}

#[tokio::test]
async fn what_a_vendor_refuses_is_a_status() {
    let refused = [
        (Refused::rate_limit(), 429, "rate_limit"),
        (Refused::overloaded(), 503, "service_unavailable"),
        (Refused::new(503, "api_error", "Down"), 503, "service_unavailable"),
        (Refused::new(401, "authentication_error", "Bad key"), 500, "authentication"),
        (Refused::new(504, "timeout_error", "Late"), 504, "timeout"),
        (Refused::new(500, "api_error", "Broken"), 502, "upstream"),
        (Refused::bad("Echo: my-prompt"), 400, "bad_request"),
    ];
    for (refused, expected, word) in refused {
        let script = Script::new().refuse(refused).header("retry-after", "7");
        let (daemon, demo) = daemon(script).await;
        for vendor in vendors() {
            let query = format!("?provider={}", vendor.name());
            let answer = daemon.chat(&query, "my-prompt").await;
            let wait = matches!(expected, 429 | 503).then_some("7");
            assert_eq!(answer.header("retry-after"), wait, "{word}");
            let (status, code, message) = answer.error().await;
            assert_eq!((status, code.as_str()), (expected, word), "{}", vendor.name());
            assert!(message.starts_with(vendor.name()), "{message}");
            let secrets = ["my-prompt", "127.0.0.1", "sk-"];
            assert!(!secrets.iter().any(|secret| message.contains(secret)), "{message}");
            assert_eq!(demo.sim(vendor.name()).unwrap().requests().len(), 1);
        }
    }
}

#[tokio::test]
async fn a_vendor_that_hangs_up_is_a_bad_gateway() {
    let (daemon, _demo) = daemon(Script::new().hang_up()).await;
    for vendor in vendors() {
        let answer = daemon.chat(&format!("?provider={}", vendor.name()), "Hello").await;
        let (status, _, message) = answer.error().await;
        assert_eq!(status, 502, "{message}");
        assert!(!message.contains("127.0.0.1"), "{message}");
    }
}

#[tokio::test]
async fn an_error_in_mid_stream_is_an_event_and_done_is_still_last() {
    let said = Script::text("one two three four five six");
    let faults = [
        said.clone().error_after_events(6, Refused::overloaded()),
        said.clone().cut_after_events(6),
        said.end_after_events(6),
    ];
    for script in faults {
        let (daemon, _demo) = daemon(script).await;
        for vendor in vendors() {
            let answer = daemon.chat(&format!("?provider={}", vendor.name()), "Count").await;
            assert_eq!(answer.status, 200);
            let mut events = answer.events().await;
            let done = events.pop().unwrap();
            assert_eq!((&done["type"], &done["conversation_id"]), (&"done".into(), &"c-1".into()));
            let error = events.pop().unwrap();
            assert_eq!(error["type"], "error", "{events:?}");
            let codes = ["service_unavailable", "truncated"];
            assert!(codes.contains(&error["code"].as_str().unwrap()), "{error}");
            assert_eq!(done["finish_reason"], "error");
            let message = error["message"].as_str().unwrap();
            assert!(message.starts_with(vendor.name()) && !message.contains("127.0.0.1"));
            assert!(!events.is_empty() && tokens(&events).len() == events.len(), "{events:?}");
        }
    }
}

#[tokio::test]
async fn a_broken_turn_is_billed_too_when_usage_is_asked_for() {
    // Anthropic tells the usage of the input first.
    let (daemon, _demo) = daemon(Script::text("one two three").cut_after_events(4)).await;
    let query = "?provider=anthropic&events=usage";
    let events = daemon.chat(query, "Hi").await.events().await;
    let kinds: Vec<_> = events.iter().rev().take(3).map(|e| e["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["done", "usage", "error"], "{events:?}");
    let bill = &events[events.len() - 2];
    assert_eq!((&bill["finish_reason"], &bill["usage"]["input"]), (&().into(), &12.into()));
    assert!(bill["cost_micro_cents"].as_u64().unwrap() > 0, "{bill}");
}

#[tokio::test]
async fn an_event_of_an_error_tells_its_code_and_how_long_to_wait() {
    let refused = Refused::new(429, "rate_limit_error", "Slow down");
    let script = Script::text("one two three four").error_after_events(5, refused);
    let (daemon, _demo) = daemon(script).await;
    let mut events = daemon.chat("?provider=anthropic", "Count").await.events().await;
    events.pop();
    let error = events.pop().unwrap();
    assert_eq!(error["code"], "rate_limit", "{error}");
    assert!(error["retry_after"].is_null() || error["retry_after"].is_u64(), "{error}");
}
