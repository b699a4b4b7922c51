//! An agent: a provider, and the tools that its model may call.

use crate::run::Run;
use crate::toolbox::Toolbox;
use crate::{AgentError, AgentEvent, AgentFinish, AgentStream};
use futures_util::StreamExt;
use kei_router_core::{ChatRequest, Content, Provider, Tool, ToolCall};
use std::fmt;
use std::sync::Arc;

/// An agent: a provider, and the tools that its model may call.
///
/// Clones share the tools.
#[derive(Clone)]
pub struct Agent {
    provider: Arc<dyn Provider>,
    toolbox: Toolbox,
    max_turns: u32,
}

impl Agent {
    /// How many turns of the model a run may have by default.
    pub const MAX_TURNS: u32 = 16;

    /// An agent of this provider, without tools.
    pub fn new(provider: impl Provider + 'static) -> Self {
        let (provider, toolbox) = (Arc::new(provider), Toolbox::default());
        Self { provider, toolbox, max_turns: Self::MAX_TURNS }
    }

    /// With a tool, and what it does. A later one of the same name replaces an earlier one.
    ///
    /// What it returns goes to the model: an `Err` as the result of a tool that failed, in the
    /// words of its `Display`.
    pub fn tool<F, R, C, E>(mut self, tool: Tool, run: F) -> Self
    where
        F: Fn(ToolCall) -> R + Send + Sync + 'static,
        R: Future<Output = Result<C, E>> + Send + 'static,
        C: Into<Content>,
        E: fmt::Display,
    {
        self.toolbox.insert(tool, run);
        self
    }

    /// With a limit of turns for a run: at least 1.
    pub fn max_turns(mut self, turns: u32) -> Self {
        self.max_turns = turns.max(1);
        self
    }

    /// Sends a request, and answers the model's calls until it makes no more.
    ///
    /// The agent's tools are added to the request's. Those that the request brings itself are the
    /// caller's: a turn that calls one of them ends the run, and none of its calls is answered.
    ///
    /// The stream gives the events of every turn, the result of every call, and the finish of the
    /// run; or one error, which has the conversation so far.
    pub fn run(&self, request: ChatRequest) -> AgentStream {
        let run = Run::new(Arc::clone(&self.provider), self.toolbox.clone(), request);
        let run = run.max_turns(self.max_turns);
        Box::pin(futures_util::stream::unfold(run, |mut run| async move {
            let item = run.next().await?;
            Some((item, run))
        }))
    }

    /// The same as [`Agent::run`], for the end of it alone.
    ///
    /// # Errors
    /// The run's.
    pub async fn complete(&self, request: ChatRequest) -> Result<AgentFinish, AgentError> {
        let mut run = self.run(request);
        loop {
            match run.next().await {
                Some(Ok(AgentEvent::Finish(finish))) => return Ok(*finish),
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(error),
                None => return Err(AgentError::without_end()),
            }
        }
    }
}

impl fmt::Debug for Agent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Agent")
            .field("provider", &self.provider.name())
            .field("tools", &self.toolbox.names().collect::<Vec<_>>())
            .field("max_turns", &self.max_turns)
            .finish()
    }
}
