//! A request while it is written.

use kei_router_core::{ChatRequest, LlmError, ModelInfo, Omissions, ToolChoice, Warning};

/// What every step of the encoder needs, and what the request loses on its way.
pub(super) struct Draft<'a> {
    pub(super) request: &'a ChatRequest,
    /// What is known of the model.
    pub(super) info: ModelInfo,
    /// Our own name: reasoning and opaque parts that carry it are replayed.
    pub(super) provider: &'a str,
    omissions: Omissions,
    said: Vec<(&'static str, &'static str)>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(request: &'a ChatRequest, info: ModelInfo, provider: &'a str) -> Self {
        let omissions = Omissions::new(request.on_unsupported);
        Self { request, info, provider, omissions, said: Vec::new() }
    }

    /// Leaves `subject` out. The same thing is said once, however often it is left out.
    pub(super) fn omit(
        &mut self,
        subject: &'static str,
        why: &'static str,
    ) -> Result<(), LlmError> {
        if self.said.contains(&(subject, why)) {
            return Ok(());
        }
        self.said.push((subject, why));
        self.omissions.omit(subject, why)
    }

    pub(super) fn defaulted(&mut self, subject: &str, message: impl Into<String>) {
        self.omissions.defaulted(subject, message);
    }

    /// Whether the request says that the model must call a tool.
    pub(super) fn forces_a_tool(&self) -> bool {
        matches!(self.request.tool_choice, Some(ToolChoice::Required | ToolChoice::Tool(_)))
    }

    pub(super) fn into_warnings(self) -> Vec<Warning> {
        self.omissions.into_warnings()
    }
}
