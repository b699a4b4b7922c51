//! Tools by name, and what they do.

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use kei_router_core::{Content, Tool, ToolCall, ToolResult};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::Arc;

/// What a tool does with a call.
type Run = dyn Fn(ToolCall) -> BoxFuture<'static, Result<Content, String>> + Send + Sync;

/// Tools by name.
#[derive(Clone, Default)]
pub(crate) struct Toolbox(BTreeMap<String, (Tool, Arc<Run>)>);

impl Toolbox {
    pub(crate) fn insert<F, R, C, E>(&mut self, tool: Tool, run: F)
    where
        F: Fn(ToolCall) -> R + Send + Sync + 'static,
        R: Future<Output = Result<C, E>> + Send + 'static,
        C: Into<Content>,
        E: Display,
    {
        let run = move |call| {
            let answer = run(call);
            let answer = answer.map(|answer| answer.map(Into::into).map_err(|e| e.to_string()));
            answer.boxed()
        };
        self.0.insert(tool.name.clone(), (tool, Arc::new(run)));
    }

    pub(crate) fn tools(&self) -> impl Iterator<Item = &Tool> {
        self.0.values().map(|(tool, _)| tool)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Runs the tool that is called. What goes wrong is a result too: the model can make something
    /// of it.
    pub(crate) fn answer(&self, call: ToolCall) -> BoxFuture<'static, ToolResult> {
        let call_id = call.call_id.clone();
        let Some((_, run)) = self.0.get(&call.name) else {
            let names = self.names().collect::<Vec<_>>().join(", ");
            let text = format!("there is no tool {}; there are: {names}", call.name);
            return std::future::ready(ToolResult::failed(call_id, text)).boxed();
        };
        let answer = run(call);
        let result = async move {
            match answer.await {
                Ok(content) => ToolResult::new(call_id, content),
                Err(text) => ToolResult::failed(call_id, text),
            }
        };
        result.boxed()
    }
}
