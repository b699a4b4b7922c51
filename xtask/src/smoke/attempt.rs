//! One prompt to one provider.

use super::target::Target;
use super::verdict::problems;
use kei_router::{Finish, LlmError, Phase, StreamEvent, StreamExt};
use kei_router_testkit::laws::Item;
use std::io::Write;
use std::time::{Duration, Instant};

/// How long one vendor may take for its few tokens.
const BOUND: Duration = Duration::from_secs(180);

/// What came of it.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) vendor: String,
    pub(super) model: String,
    /// From the call to the first piece of text or reasoning.
    pub(super) first_token: Option<Duration>,
    /// From the call to the end.
    pub(super) total: Duration,
    pub(super) finish: Option<Finish>,
    /// What is wrong with it; nothing if it passes.
    pub(super) problems: Vec<String>,
}

/// Streams the answer, printing it as it comes if `show`, and judges it.
pub(super) async fn attempt(target: &Target, show: bool) -> Outcome {
    let (vendor, model) = (target.vendor.to_owned(), target.model().to_owned());
    if show {
        println!("{vendor} ({model})");
    }
    let mut outcome = Outcome { vendor, model, ..Outcome::default() };
    let begun = Instant::now();
    let mut items = Vec::new();
    let all = collect(target, &mut items, |event| {
        if matches!(event, StreamEvent::Token(_) | StreamEvent::Reasoning(_)) {
            outcome.first_token.get_or_insert_with(|| begun.elapsed());
        }
        if show {
            print(event);
        }
    });
    let end = tokio::time::timeout(BOUND, all).await;
    outcome.total = begun.elapsed();
    outcome.problems = match end.unwrap_or_else(|_| Err(LlmError::timeout(Phase::Total, BOUND))) {
        Ok(()) => problems(&items),
        Err(error) => vec![error.to_string()],
    };
    outcome.finish = items.into_iter().find_map(finish);
    if show {
        println!("\n");
    }
    outcome
}

/// Takes everything that the stream yields.
async fn collect(
    target: &Target,
    items: &mut Vec<Item>,
    mut seen: impl FnMut(&StreamEvent),
) -> Result<(), LlmError> {
    let mut stream = target.provider.stream(&target.request).await?;
    while let Some(item) = stream.next().await {
        if let Ok(event) = &item {
            seen(event);
        }
        items.push(item);
    }
    Ok(())
}

fn finish(item: Item) -> Option<Finish> {
    match item {
        Ok(StreamEvent::Finish(finish)) => Some(finish),
        _ => None,
    }
}

fn print(event: &StreamEvent) {
    let mut out = std::io::stdout();
    let written = match event {
        StreamEvent::Token(text) | StreamEvent::Reasoning(text) => write!(out, "{text}"),
        StreamEvent::Warning(warning) => write!(out, "[{}] ", warning.message),
        _ => Ok(()),
    };
    // Where nobody listens any more, the verdict still counts.
    let _ = written.and_then(|()| out.flush());
}
