//! Faulty providers: the suite must name each fault.

use futures_util::StreamExt;
use kei_router_core::transport::Transport;
use kei_router_core::{
    ChatRequest, ErrorKind, EventStream, Finish, LlmError, ModelInfo, Provider, StreamEvent,
};
use kei_router_testkit::laws::Item;
use kei_router_testkit::suite::Suite;
use std::sync::Arc;

pub(crate) type Change = fn(Vec<Item>) -> Vec<Item>;

/// What `stream` gives, changed.
pub(crate) type Wrap =
    Arc<dyn Fn(Result<EventStream, LlmError>) -> Result<EventStream, LlmError> + Send + Sync>;

/// A vendor whose streams are wrapped.
pub(crate) struct Mutant {
    pub(crate) inner: Box<dyn Provider>,
    pub(crate) wrap: Wrap,
}

#[async_trait::async_trait]
impl Provider for Mutant {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn model(&self) -> &str {
        self.inner.model()
    }

    fn model_info(&self, model: &str) -> ModelInfo {
        self.inner.model_info(model)
    }

    async fn stream(&self, request: &ChatRequest) -> Result<EventStream, LlmError> {
        (self.wrap)(self.inner.stream(request).await)
    }
}

/// A stream that is held back to its end, and then changed.
pub(crate) fn changed(change: Change) -> Wrap {
    Arc::new(move |stream| {
        let all = stream?.collect::<Vec<_>>();
        Ok(futures_util::stream::once(all).map(change).flat_map(futures_util::stream::iter).boxed())
    })
}

/// Which of these checks fail for a vendor with this change.
async fn failing(vendor: &str, checks: &[&'static str], change: Change) -> Vec<&'static str> {
    let vendor = kei_router::vendors().iter().find(|row| row.name() == vendor);
    let vendor = vendor.expect("there is such a vendor");
    let descriptor = vendor.descriptor().expect("it is compiled in");
    let build = |transport: Arc<dyn Transport>| -> Box<dyn Provider> {
        let inner = vendor.over(transport, &descriptor.wire).expect("it is compiled in");
        Box::new(Mutant { inner, wrap: changed(change) })
    };
    let report = Suite::new(&descriptor, &build).only(checks).run().await;
    let mut failed: Vec<_> = report.failures.iter().map(|failure| failure.check).collect();
    failed.sort_unstable();
    failed.dedup();
    failed
}

fn is_error(item: &Item, kind: ErrorKind) -> bool {
    item.as_ref().is_err_and(|error| error.kind() == kind)
}

fn as_done(items: Vec<Item>, kind: ErrorKind) -> Vec<Item> {
    let done = |item: Item| if is_error(&item, kind) { Ok(StreamEvent::Done) } else { item };
    items.into_iter().map(done).collect()
}

#[tokio::test]
async fn events_that_are_held_back_are_named() {
    let failing = failing("kimi", &["content", "live", "errors"], |items| items).await;
    assert_eq!(failing, ["live"], "everything else is as it should be");
}

#[tokio::test]
async fn a_truncation_that_is_hidden_is_named() {
    for vendor in ["anthropic", "openai"] {
        let failing =
            failing(vendor, &["cuts"], |items| as_done(items, ErrorKind::Truncated)).await;
        assert!(failing.contains(&"cuts"), "{vendor}: {failing:?}");
    }
}

#[tokio::test]
async fn an_error_in_mid_stream_that_is_hidden_is_named() {
    let failing =
        failing("openai", &["errors"], |items| as_done(items, ErrorKind::RateLimit)).await;
    assert!(failing.contains(&"errors"), "{failing:?}");
    let untyped = |items: Vec<Item>| -> Vec<Item> {
        let untype = |item: Item| match item {
            Err(error) if error.kind() == ErrorKind::ServiceUnavailable => {
                let partial = error.partial().cloned();
                let other = LlmError::new(ErrorKind::Upstream, "");
                Err(partial.map_or(other.clone(), |partial| other.with_partial(partial)))
            }
            item => item,
        };
        items.into_iter().map(untype).collect()
    };
    let failing = self::failing("kimi", &["errors"], untyped).await;
    assert!(failing.contains(&"errors"), "{failing:?}");
}

#[tokio::test]
async fn a_malformed_event_that_is_skipped_is_named() {
    let failing =
        failing("anthropic", &["corruption"], |items| as_done(items, ErrorKind::Corrupt)).await;
    assert!(failing.contains(&"corruption"), "{failing:?}");
}

#[tokio::test]
async fn a_lost_token_and_a_lost_partial_are_named() {
    let lossy = |items: Vec<Item>| -> Vec<Item> {
        let short = |item: &Item| matches!(item, Ok(StreamEvent::Token(text)) if text == "that.");
        items.into_iter().filter(|item| !short(item)).collect()
    };
    let failing_lossy = failing("anthropic", &["content"], lossy).await;
    assert!(failing_lossy.contains(&"content"), "{failing_lossy:?}");
    let bare = |items: Vec<Item>| -> Vec<Item> {
        let strip = |item: Item| item.map_err(|error| LlmError::new(error.kind(), "bare"));
        items.into_iter().map(strip).collect()
    };
    let failing = failing("openai", &["cuts", "errors", "corruption"], bare).await;
    for check in ["cuts", "errors", "corruption"] {
        assert!(failing.contains(&check), "{check}: {failing:?}");
    }
    assert_eq!(self::failing("openai", &["no such check"], |items| items).await.len(), 1);
}

/// Changes the finish of a reply whose text came in one piece: of the suite's first stream, that
/// is the document and not the stream.
fn in_documents(items: Vec<Item>, change: fn(&mut Finish)) -> Vec<Item> {
    let tokens = items.iter().filter(|item| matches!(item, Ok(StreamEvent::Token(_)))).count();
    let change = |item: Item| match item {
        Ok(StreamEvent::Finish(mut finish)) if tokens == 1 => {
            change(&mut finish);
            Ok(StreamEvent::Finish(finish))
        }
        item => item,
    };
    items.into_iter().map(change).collect()
}

#[tokio::test]
async fn a_document_that_is_read_in_another_way_is_named() {
    let same = failing("openai", &["document"], |items| items).await;
    assert_eq!(same, Vec::<&str>::new(), "nothing is wrong with it yet");
    let changes: [Change; 3] = [
        |items| in_documents(items, |finish| finish.id = None),
        |items| in_documents(items, |finish| finish.model = "another".to_owned()),
        |items| in_documents(items, |finish| finish.reason.word = "another".to_owned()),
    ];
    for change in changes {
        assert_eq!(failing("openai", &["document"], change).await, ["document"]);
    }
    let refuses = |items: Vec<Item>| -> Vec<Item> {
        let ends = |item: &Item| matches!(item, Ok(StreamEvent::Token(text)) if text.len() > 12);
        match items.iter().any(ends) {
            true => vec![Err(LlmError::corrupt("a document"))],
            false => items,
        }
    };
    assert_eq!(failing("openai", &["document"], refuses).await, ["document"]);
}

/// Every whole part, directly before what ends the stream.
fn parts_at_the_end(items: Vec<Item>) -> Vec<Item> {
    let is_part = |item: &Item| matches!(item, Ok(StreamEvent::Part(_)));
    let (parts, mut rest): (Vec<_>, Vec<_>) = items.into_iter().partition(is_part);
    let is_end = |item: &Item| matches!(item, Ok(StreamEvent::Finish(_)) | Err(_));
    let end = rest.iter().position(is_end).unwrap_or(rest.len());
    rest.splice(end..end, parts);
    rest
}

#[tokio::test]
async fn parts_that_are_held_back_to_the_end_are_named() {
    for vendor in ["anthropic", "kimi", "openai"] {
        let failing = failing(vendor, &["content"], parts_at_the_end).await;
        assert_eq!(failing, ["content"], "{vendor}");
    }
}

#[tokio::test]
async fn an_error_that_depends_on_the_cuts_is_named() {
    // Its text is another one each time.
    static RUNS: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
    let numbered = |items: Vec<Item>| -> Vec<Item> {
        let renamed = |item: Item| match item {
            Err(error) if error.kind() == ErrorKind::Corrupt => {
                let run = RUNS.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                let other = LlmError::corrupt(format!("{error} in run {run}"));
                let other = other.with_body(error.body().unwrap_or_default());
                Err(match error.partial().cloned() {
                    Some(partial) => other.with_partial(partial),
                    None => other,
                })
            }
            item => item,
        };
        items.into_iter().map(renamed).collect()
    };
    assert_eq!(failing("kimi", &["corruption"], numbered).await, ["corruption"]);
}
