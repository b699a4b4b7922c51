//! Neither a key nor a prompt is in any log line, down to TRACE, nor in what prints.
//!
//! It is a process of its own: the log's level is the process's.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use kei_router::{ChatRequest, LlmRouter, Message, Secret, StreamExt, Tool};
use kei_router_testkit::{Refused, Script, Sim};
use kei_router_tests::VendorWire;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use tracing_subscriber::fmt::MakeWriter;

const KEY: &str = "sk-very-secret-key-0123456789";
const PROMPT: &str = "the-very-secret-prompt";
const QUERY: &str = "very-secret-query";

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Log {
    fn text(&self) -> String {
        let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

fn request() -> ChatRequest {
    let tool = Tool {
        name: "f".into(),
        description: PROMPT.into(),
        schema: serde_json::json!({"type": "object"}),
    };
    ChatRequest::new([Message::user(PROMPT)]).system(PROMPT).max_tokens(100).tools([tool])
}

/// Everything that prints on the way of one exchange.
async fn exchange(script: Script) -> String {
    let mut printed = String::new();
    for wire in VendorWire::all() {
        let sim = Sim::start(wire.descriptor(), script.clone()).await;
        let provider = wire.with_key(KEY, format!("{}?{QUERY}=1", sim.endpoint()));
        printed += &format!("{:?}", request());
        match provider.stream(&request()).await {
            Ok(mut stream) => {
                while let Some(item) = stream.next().await {
                    if let Err(error) = item {
                        printed += &print_all(&error);
                    }
                }
            }
            Err(error) => printed += &print_all(&error),
        }
        let mut router = LlmRouter::new();
        router.register(provider);
        printed += &format!("{router:?} {:?}", Secret::new(KEY));
    }
    printed
}

fn print_all(error: &dyn std::error::Error) -> String {
    let mut printed = format!("{error} {error:?} {error:#?}");
    if let Some(source) = error.source() {
        printed += &print_all(source);
    }
    printed
}

#[tokio::test]
async fn keys_prompts_and_queries_are_in_no_log_and_in_nothing_that_prints() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(log.clone())
        .with_ansi(false)
        .finish();
    tracing_subscriber::util::SubscriberInitExt::init(subscriber);
    let echo = format!("your key {KEY} may not ask {PROMPT}");
    let scripts = [
        Script::text("Hello there."),
        Script::text("Hello there.").cut_after_events(3),
        Script::new().refuse(Refused::new(400, "invalid_request_error", &echo)),
        Script::new().refuse(Refused::new(401, "authentication_error", &echo).code(&echo)),
        Script::text("Hello there.")
            .error_after_events(3, Refused::new(529, "overloaded_error", &echo)),
        Script::new().document(200, "application/json", format!(r#"{{"error":"{echo}"}}"#)),
        Script::new().hang_up(),
    ];
    let mut printed = String::new();
    for script in scripts {
        printed += &exchange(script).await;
    }
    // The log must have seen the exchanges, down to the connections, or it proves nothing.
    let logged = log.text();
    assert!(logged.contains("TRACE") && logged.contains("connect"), "{}", logged.len());
    for secret in [KEY, PROMPT, QUERY] {
        let line = |text: &str| text.lines().find(|l| l.contains(secret)).map(str::to_owned);
        assert_eq!(line(&logged), None, "in the log");
        assert_eq!(line(&printed), None, "in what prints");
    }
}
