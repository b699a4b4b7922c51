//! What the spans of the example say, and that they say nothing of the conversation.

use crate::spans::Traced;
use kei_router::{ChatRequest, Provider};
use kei_router_testkit::{Refused, Script};
use kei_router_tests::VendorWire;
use std::io;
use std::sync::{Arc, Mutex};
use tracing_subscriber::fmt::format::FmtSpan;

#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("not poisoned").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What is logged at every level while the script answers.
async fn logged(wire: &VendorWire, script: Script) -> String {
    let written = Written::default();
    let writer = written.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_span_events(FmtSpan::CLOSE)
        .with_max_level(tracing::Level::INFO)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let (_sim, provider) = wire.simulated(script).await;
    let _ = Traced(provider.into()).complete(&ChatRequest::user("My secret.")).await;
    let bytes = written.0.lock().expect("not poisoned").clone();
    String::from_utf8(bytes).expect("text")
}

#[tokio::test]
async fn a_turn_is_one_span_with_its_usage_and_without_its_words() {
    for wire in VendorWire::all() {
        let log = logged(&wire, Script::text("Your secret.")).await;
        for said in ["gen_ai.usage.input_tokens=12", "finish_reasons=\"stop\"", wire.vendor()] {
            assert!(log.contains(said), "{} lacks {said}: {log}", wire.name());
        }
        assert_eq!(log.matches("close").count(), 1, "{}: {log}", wire.name());
        assert!(!log.contains("secret"), "{}: {log}", wire.name());
    }
}

#[tokio::test]
async fn an_error_is_named_by_its_kind() {
    for wire in VendorWire::all() {
        let log = logged(&wire, Script::new().refuse(Refused::rate_limit())).await;
        assert!(log.contains("error.type=\"rate_limit\""), "{}: {log}", wire.name());
        let log = logged(&wire, Script::text("Grey waves come.").cut_after_events(2)).await;
        assert!(log.contains("error.type=\"truncated\""), "{}: {log}", wire.name());
    }
}
