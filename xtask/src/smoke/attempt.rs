//! One prompt to one provider.

use super::target::Target;
use super::verdict::problems;
use kei_router::{ChatRequest, Finish, LlmError, Phase, StreamEvent, StreamExt};
use kei_router_testkit::laws::Item;
use std::io::Write;
use std::time::{Duration, Instant};

/// How long one vendor may take for its few tokens.
const BOUND: Duration = Duration::from_secs(180);

/// What the attempt gave.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) vendor: String,
    /// The wire, where it is known.
    pub(super) format: Option<String>,
    /// What was tried: `text` or `tool`.
    pub(super) what: &'static str,
    pub(super) model: String,
    /// From the request to the first piece of text, reasoning or a call. Of several answers, the
    /// last one counts, here and below.
    pub(super) first_token: Option<Duration>,
    /// From the request to the end.
    pub(super) total: Duration,
    pub(super) finish: Option<Finish>,
    /// What is wrong with it; nothing if it passes.
    pub(super) problems: Vec<String>,
}

/// Streams the answer, printing it as it comes if `show`, and judges it.
pub(super) async fn attempt(target: &Target, show: bool) -> Outcome {
    let mut outcome = Outcome::begin(target, "text", show);
    if let Some(items) = outcome.hear(target, &target.request, show).await {
        outcome.problems.extend(problems(&items));
    }
    outcome
}

impl Outcome {
    pub(super) fn begin(target: &Target, what: &'static str, show: bool) -> Self {
        let (vendor, model) = (target.vendor.to_owned(), target.model().to_owned());
        let format = target.format.clone();
        if show {
            let wire = format.iter().map(|format| format!(", {format}")).collect::<String>();
            println!("{vendor}{wire}, {what} ({model})");
        }
        Self { vendor, format, what, model, ..Self::default() }
    }

    /// Streams the answer to a request, and keeps what it took. An answer that does not begin, or
    /// takes too long, is a problem; there is nothing to judge then.
    pub(super) async fn hear(
        &mut self,
        target: &Target,
        request: &ChatRequest,
        show: bool,
    ) -> Option<Vec<Item>> {
        let (begun, mut first, mut items) = (Instant::now(), None, Vec::new());
        let all = collect(target, request, &mut items, |event| {
            if is_piece(event) {
                first.get_or_insert_with(|| begun.elapsed());
            }
            if show {
                print(event);
            }
        });
        let end = tokio::time::timeout(BOUND, all).await;
        (self.first_token, self.total) = (first, begun.elapsed());
        self.finish = items.iter().find_map(finish).cloned();
        if show {
            println!("\n");
        }
        match end.unwrap_or_else(|_| Err(LlmError::timeout(Phase::Total, BOUND))) {
            Ok(()) => Some(items),
            Err(error) => {
                self.problems.push(error.to_string());
                None
            }
        }
    }
}

/// Reads the stream to its end.
async fn collect(
    target: &Target,
    request: &ChatRequest,
    items: &mut Vec<Item>,
    mut seen: impl FnMut(&StreamEvent),
) -> Result<(), LlmError> {
    let mut stream = target.provider.stream(request).await?;
    while let Some(item) = stream.next().await {
        if let Ok(event) = &item {
            seen(event);
        }
        items.push(item);
    }
    Ok(())
}

pub(super) fn finish(item: &Item) -> Option<&Finish> {
    match item {
        Ok(StreamEvent::Finish(finish)) => Some(finish),
        _ => None,
    }
}

fn is_piece(event: &StreamEvent) -> bool {
    use StreamEvent::{Reasoning, Token, ToolCallStart};
    matches!(event, Token(_) | Reasoning(_) | ToolCallStart { .. })
}

fn print(event: &StreamEvent) {
    let mut out = std::io::stdout();
    let written = match event {
        StreamEvent::Token(text) | StreamEvent::Reasoning(text) => write!(out, "{text}"),
        StreamEvent::ToolCall(call) => write!(out, "{}({})", call.name, call.arguments),
        StreamEvent::Warning(warning) => write!(out, "[{}] ", warning.message),
        _ => Ok(()),
    };
    // Where nobody listens any more, the verdict still counts.
    let _ = written.and_then(|()| out.flush());
}
