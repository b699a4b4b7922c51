//! A request while it is written: what every rule reads and writes.

use crate::{ChatCompletions, Dialect};
use kei_router_core::{
    CallIds, Capability, ChatRequest, LlmError, ModelInfo, Omissions, ReasoningConfig, Target,
    Warning,
};
use serde_json::{Map, Value};

/// A request while it is written. A dialect's hook sets members of the body, and says what is
/// lost.
#[derive(Debug)]
pub struct Draft<'a> {
    pub(super) request: &'a ChatRequest,
    pub(super) target: Target<'a>,
    pub(super) dialect: &'a Dialect,
    pub(super) vendor: &'a str,
    /// Ids of calls, as the vendor takes them.
    pub(super) ids: CallIds<'a>,
    model: ModelInfo,
    members: Map<String, Value>,
    omissions: Omissions,
    told: Vec<(String, String)>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(
        codec: &'a ChatCompletions,
        request: &'a ChatRequest,
        target: Target<'a>,
    ) -> Self {
        Self {
            request,
            target,
            dialect: &codec.dialect,
            vendor: &codec.descriptor.name,
            ids: CallIds::new(|_| true, codec.dialect.longest_call_id.unwrap_or(usize::MAX)),
            model: codec.models.info(target.model),
            members: Map::new(),
            omissions: Omissions::new(request.on_unsupported),
            told: Vec::new(),
        }
    }

    /// The model that is asked.
    pub fn model(&self) -> &'a str {
        self.target.model
    }

    /// Sets a member of the body.
    pub fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.members.insert(name.to_owned(), value.into());
    }

    /// Leaves `subject` out, because of `why`. Said twice, it counts once.
    ///
    /// # Errors
    /// `BadRequest` where the request's rule is to refuse.
    pub fn omit(&mut self, subject: &str, why: &str) -> Result<(), LlmError> {
        if self.told.iter().any(|(told, reason)| told == subject && reason == why) {
            return Ok(());
        }
        self.told.push((subject.to_owned(), why.to_owned()));
        self.omissions.omit(subject, why)
    }

    /// Says that a value was chosen in the caller's place.
    pub fn chose(&mut self, subject: &str, message: impl Into<String>) {
        self.omissions.defaulted(subject, message);
    }

    /// Whether the model has `capability`; `None` where that is unknown.
    pub fn supports(&self, capability: Capability) -> Option<bool> {
        let known = self.model.capabilities.supports(capability);
        known.or_else(|| self.dialect.capabilities.supports(capability))
    }

    /// Whether the model is known to lack `capability`.
    pub fn lacks(&self, capability: Capability) -> bool {
        self.supports(capability) == Some(false)
    }

    /// Whether the vendor's table has the model.
    pub(super) fn knows_model(&self) -> bool {
        self.model.id.is_some()
    }

    /// Whether the model will think before it answers, as far as one can know.
    pub(super) fn thinks(&self) -> bool {
        let off = self.request.reasoning == Some(ReasoningConfig::Off)
            && !self.lacks(Capability::ReasoningOff);
        self.supports(Capability::Reasoning) == Some(true) && !off
    }

    pub(super) fn finish(self) -> (Map<String, Value>, Vec<Warning>) {
        (self.members, self.omissions.into_warnings())
    }
}
