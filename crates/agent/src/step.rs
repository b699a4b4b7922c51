//! What a run is doing.

use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use kei_router_core::{EventStream, Finish, ToolResult};

/// What a run is doing.
pub(crate) enum Step {
    /// The model is asked next.
    Ask,
    /// A turn is being read; its finish has come.
    Read(EventStream, Option<Box<Finish>>),
    /// Tools run.
    Answer(Answers),
    /// The finish or an error has been given.
    Over,
}

/// Tools that run at once, and the results so far.
pub(crate) struct Answers {
    pending: FuturesUnordered<BoxFuture<'static, (usize, ToolResult)>>,
    done: Vec<(usize, ToolResult)>,
}

impl Answers {
    pub(crate) fn new(answers: impl Iterator<Item = BoxFuture<'static, ToolResult>>) -> Self {
        let placed = answers.enumerate().map(|(at, answer)| -> BoxFuture<'static, _> {
            Box::pin(async move { (at, answer.await) })
        });
        Self { pending: placed.collect(), done: Vec::new() }
    }

    /// The next result, as the tools end; `None` when all have.
    pub(crate) async fn next(&mut self) -> Option<ToolResult> {
        let (at, result) = self.pending.next().await?;
        self.done.push((at, result.clone()));
        Some(result)
    }

    /// The results in the order of the calls.
    pub(crate) fn in_order(mut self) -> Vec<ToolResult> {
        self.done.sort_by_key(|(at, _)| *at);
        self.done.into_iter().map(|(_, result)| result).collect()
    }
}
