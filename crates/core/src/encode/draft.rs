//! A request while it is written: what every rule reads and writes.

use super::{CallIds, Omissions, Support};
use crate::{Capability, ChatRequest, LlmError, ModelInfo, ReasoningConfig, Target, Warning};
use serde_json::{Map, Value};

/// A request while it is written. A wire's encoder and the hooks of its dialects set members of
/// the body, and report what is lost.
#[derive(Debug)]
#[non_exhaustive]
pub struct Draft<'a> {
    /// The request.
    pub request: &'a ChatRequest,
    /// Where it goes.
    pub target: Target<'a>,
    /// The vendor's name: what carries it is sent back, what carries another is left out.
    pub vendor: &'a str,
    /// What the vendor takes.
    pub support: &'a Support,
    /// What is known of the model.
    pub info: ModelInfo,
    /// The format of the wire, such as `chat-completions`.
    pub format: &'static str,
    /// Ids of calls, as the wire takes them.
    pub ids: CallIds<'a>,
    /// How many marks of the messages are still to be passed over, once that is known.
    pub(super) marks_to_skip: Option<usize>,
    members: Map<String, Value>,
    omissions: Omissions,
}

impl<'a> Draft<'a> {
    /// Nothing is written yet. `info` is what the vendor's own table knows of the model.
    pub fn new(
        request: &'a ChatRequest,
        target: Target<'a>,
        vendor: &'a str,
        support: &'a Support,
        info: ModelInfo,
    ) -> Self {
        Self {
            request,
            target,
            vendor,
            support,
            info: target.model_info(info),
            format: "",
            ids: CallIds::new(|_| true, usize::MAX),
            marks_to_skip: None,
            members: Map::new(),
            omissions: Omissions::new(request.on_unsupported),
        }
    }

    /// For a wire of this format, with its rule for ids of calls.
    pub fn on_wire(mut self, format: &'static str, ids: CallIds<'a>) -> Self {
        self.format = format;
        self.ids = ids;
        self
    }

    /// The model that is asked.
    pub fn model(&self) -> &'a str {
        self.target.model
    }

    /// Sets a member of the body.
    pub fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.members.insert(name.to_owned(), value.into());
    }

    /// Takes a member of the body back.
    pub fn unset(&mut self, name: &str) {
        self.members.remove(name);
    }

    /// A member of the body that has been set.
    pub fn member_mut(&mut self, name: &str) -> Option<&mut Value> {
        self.members.get_mut(name)
    }

    /// Leaves `subject` out, because of `why`. Reported twice, it counts once.
    ///
    /// # Errors
    /// `BadRequest` where the request's rule is to refuse.
    pub fn omit(&mut self, subject: &str, why: &str) -> Result<(), LlmError> {
        self.omissions.omit(subject, why)
    }

    /// Leaves a part out, as [`Draft::omit`] does, and gives nothing in its place.
    ///
    /// # Errors
    /// Those of [`Draft::omit`].
    pub fn leave_out<T>(&mut self, subject: &str, why: &str) -> Result<Option<T>, LlmError> {
        self.omissions.omit(subject, why).map(|()| None)
    }

    /// Reports that a value was chosen or changed in the caller's place.
    pub fn defaulted(&mut self, subject: &str, message: impl Into<String>) {
        self.omissions.defaulted(subject, message);
    }

    /// Whether the model has `capability`; `None` where that is unknown.
    pub fn supports(&self, capability: Capability) -> Option<bool> {
        let known = self.info.capabilities.supports(capability);
        known.or_else(|| self.support.capabilities.supports(capability))
    }

    /// Whether the model is known to lack `capability`.
    pub fn lacks(&self, capability: Capability) -> bool {
        self.supports(capability) == Some(false)
    }

    /// Whether the vendor's table has the model.
    pub fn knows_model(&self) -> bool {
        self.info.id.is_some()
    }

    /// Whether the model will think before it answers, as far as one can know: it is known to
    /// reason or told to, and not told to do without.
    pub fn thinks(&self) -> bool {
        match (self.request.reasoning, self.supports(Capability::Reasoning)) {
            (Some(ReasoningConfig::Off), _) if !self.lacks(Capability::ReasoningOff) => false,
            (Some(_), None) | (_, Some(true)) => true,
            _ => false,
        }
    }

    /// Whether a block that came from `provider` may go back to this vendor. What may not is left
    /// out as `subject`.
    ///
    /// # Errors
    /// Those of [`Draft::omit`].
    pub fn is_own(&mut self, subject: &str, provider: Option<&str>) -> Result<bool, LlmError> {
        if provider == Some(self.vendor) {
            return Ok(true);
        }
        self.omit(subject, &Omissions::foreign(provider)).map(|()| false)
    }

    /// What the request's extra member `key` says to this vendor: the last one of that name.
    pub fn extra(&self, key: &str) -> Option<&'a Value> {
        let (request, vendor) = (self.request, self.vendor);
        request
            .extra_members(vendor)
            .filter(|(name, _)| *name == key)
            .map(|(_, value)| value)
            .last()
    }

    /// The members of the body that were set, and the warnings.
    pub fn finish(self) -> (Map<String, Value>, Vec<Warning>) {
        (self.members, self.omissions.into_warnings())
    }
}
