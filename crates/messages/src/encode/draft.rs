//! A request while it is written.

use crate::{Dialect, Messages};
use kei_router_core::encode::{CallIds, Omissions};
use kei_router_core::{ChatRequest, LlmError, ModelInfo, ToolChoice, Warning};

/// What every step of the encoder needs, and what the request loses on its way.
pub(super) struct Draft<'a> {
    pub(super) request: &'a ChatRequest,
    pub(super) dialect: &'a Dialect,
    /// What is known of the model.
    pub(super) info: ModelInfo,
    /// Our own name: reasoning and opaque parts that carry it are replayed.
    pub(super) provider: &'a str,
    /// Ids of calls: letters, digits, `_` and `-`, each id once.
    pub(super) ids: CallIds<'a>,
    omissions: Omissions,
    said: Vec<(&'static str, String)>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(codec: &'a Messages, request: &'a ChatRequest, model: &str) -> Self {
        let (dialect, info) = (&codec.dialect, codec.models.info(model));
        let provider = codec.descriptor.name.as_ref();
        let omissions = Omissions::new(request.on_unsupported);
        let legal = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        let ids = CallIds::new(legal, usize::MAX).unique();
        Self { request, dialect, info, provider, ids, omissions, said: Vec::new() }
    }

    /// Leaves `subject` out. The same thing is said once, however often it is left out.
    pub(super) fn omit(
        &mut self,
        subject: &'static str,
        why: impl Into<String>,
    ) -> Result<(), LlmError> {
        let said = (subject, why.into());
        if self.said.contains(&said) {
            return Ok(());
        }
        let result = self.omissions.omit(subject, &said.1);
        self.said.push(said);
        result
    }

    pub(super) fn defaulted(&mut self, subject: &str, message: impl Into<String>) {
        self.omissions.defaulted(subject, message);
    }

    /// Whether the request sets this member of the body itself.
    pub(super) fn sets(&self, member: &str) -> bool {
        self.request.extra_members(self.provider).any(|(name, _)| name == member)
    }

    /// Whether the request says that the model must call a tool.
    pub(super) fn forces_a_tool(&self) -> bool {
        matches!(self.request.tool_choice, Some(ToolChoice::Required | ToolChoice::Tool(_)))
    }

    pub(super) fn into_warnings(self) -> Vec<Warning> {
        self.omissions.into_warnings()
    }
}
