//! A request while it is written: what every rule reads and writes.

use crate::{Dialect, Responses};
use kei_router_core::{
    CallIds, Capability, ChatRequest, LlmError, ModelInfo, Omissions, ReasoningConfig, Target,
    Warning,
};
use serde_json::{Map, Value};

/// The most bytes of a call's id.
const LONGEST_CALL_ID: usize = 64;

/// A request while it is written. A dialect's hook sets members of the body, and says what is
/// lost.
#[derive(Debug)]
pub struct Draft<'a> {
    pub(super) request: &'a ChatRequest,
    pub(super) dialect: &'a Dialect,
    pub(super) vendor: &'a str,
    /// Ids of calls: at most 64 bytes, and each id once.
    pub(super) ids: CallIds<'a>,
    target: Target<'a>,
    model: ModelInfo,
    members: Map<String, Value>,
    omissions: Omissions,
    told: Vec<(String, String)>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(codec: &'a Responses, request: &'a ChatRequest, target: Target<'a>) -> Self {
        Self {
            request,
            dialect: &codec.dialect,
            vendor: &codec.descriptor.name,
            ids: CallIds::new(|_| true, LONGEST_CALL_ID).unique(),
            target,
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

    /// The kind of summary of its reasoning that the model is asked for.
    pub fn summary(&self) -> Option<&'a str> {
        self.dialect.summary.as_deref()
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

    /// Whether the model will think before it answers, as far as one can know: it is known to
    /// reason or told to, and not told to do without.
    pub(super) fn thinks(&self) -> bool {
        match (self.request.reasoning, self.supports(Capability::Reasoning)) {
            (Some(ReasoningConfig::Off), _) if !self.lacks(Capability::ReasoningOff) => false,
            (Some(_), None) | (_, Some(true)) => true,
            _ => false,
        }
    }

    /// Whether the vendor stores responses, so that what it made can be named by its id. The
    /// request's own word, in `extra_body`, wins; where nobody says a word, vendors do store.
    pub(super) fn stores(&self) -> bool {
        let own = self.request.extra_body.get("store").and_then(Value::as_bool);
        own.or(self.dialect.store).unwrap_or(true)
    }

    pub(super) fn finish(self) -> (Map<String, Value>, Vec<Warning>) {
        (self.members, self.omissions.into_warnings())
    }
}
