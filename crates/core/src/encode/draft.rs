//! A request while it is being encoded.

use super::{CallIds, Omissions, Support};
use crate::{Capability, ChatRequest, LlmError, ModelInfo, ReasoningConfig, Target, Warning};
use serde_json::{Map, Value};

/// A request while it is being encoded. The encoder of a wire format and the hooks of its dialects
/// set members of the body, and report what is omitted.
#[derive(Debug)]
#[non_exhaustive]
pub struct Draft<'a> {
    /// The request.
    pub request: &'a ChatRequest,
    /// Where it goes.
    pub target: Target<'a>,
    /// The vendor's name: parts that carry it are sent back, parts of other vendors are omitted.
    pub vendor: &'a str,
    /// What the vendor supports.
    pub support: &'a Support,
    /// What is known about the model.
    pub info: ModelInfo,
    /// The wire format, such as `chat-completions`.
    pub format: &'static str,
    /// Tool call ids in the form that the wire format accepts.
    pub ids: CallIds<'a>,
    /// How many cache marks of the messages are still to be dropped, once that is known.
    pub(super) marks_to_skip: Option<usize>,
    members: Map<String, Value>,
    omissions: Omissions,
}

impl<'a> Draft<'a> {
    /// An empty draft. `info` is what the vendor's own table knows about the model.
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

    /// Sets the wire format, and its rule for tool call ids.
    pub fn on_wire(mut self, format: &'static str, ids: CallIds<'a>) -> Self {
        self.format = format;
        self.ids = ids;
        self
    }

    /// The requested model.
    pub fn model(&self) -> &'a str {
        self.target.model
    }

    /// Sets a member of the body.
    pub fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.members.insert(name.to_owned(), value.into());
    }

    /// Removes a member of the body.
    pub fn unset(&mut self, name: &str) {
        self.members.remove(name);
    }

    /// A member of the body that has been set.
    pub fn member_mut(&mut self, name: &str) -> Option<&mut Value> {
        self.members.get_mut(name)
    }

    /// Reports that `subject` is omitted because of `why`. Repeated reports count once.
    ///
    /// # Errors
    /// `BadRequest` if the request's rule is `OnUnsupported::Error`.
    pub fn omit(&mut self, subject: &str, why: &str) -> Result<(), LlmError> {
        self.omissions.omit(subject, why)
    }

    /// Reports an omitted part, as [`Draft::omit`] does, and returns `None` in its place.
    ///
    /// # Errors
    /// Those of [`Draft::omit`].
    pub fn leave_out<T>(&mut self, subject: &str, why: &str) -> Result<Option<T>, LlmError> {
        self.omissions.omit(subject, why).map(|()| None)
    }

    /// Reports that a value was chosen or changed on the caller's behalf.
    pub fn defaulted(&mut self, subject: &str, message: impl Into<String>) {
        self.omissions.defaulted(subject, message);
    }

    /// Whether the model has `capability`; `None` if unknown.
    pub fn supports(&self, capability: Capability) -> Option<bool> {
        let known = self.info.capabilities.supports(capability);
        known.or_else(|| self.support.capabilities.supports(capability))
    }

    /// Whether the model is known to lack `capability`.
    pub fn lacks(&self, capability: Capability) -> bool {
        self.supports(capability) == Some(false)
    }

    /// Whether the model is in the vendor's table.
    pub fn knows_model(&self) -> bool {
        self.info.id.is_some()
    }

    /// Whether the model is expected to reason before it answers: it is known to, or the request
    /// asks for it, and the request does not turn it off.
    pub fn thinks(&self) -> bool {
        match (self.request.reasoning, self.supports(Capability::Reasoning)) {
            (Some(ReasoningConfig::Off), _) if !self.lacks(Capability::ReasoningOff) => false,
            (Some(_), None) | (_, Some(true)) => true,
            _ => false,
        }
    }

    /// Whether a block from `provider` may be sent to this vendor. One that may not is reported as
    /// omitted.
    ///
    /// # Errors
    /// Those of [`Draft::omit`].
    pub fn is_own(&mut self, subject: &str, provider: Option<&str>) -> Result<bool, LlmError> {
        if provider == Some(self.vendor) {
            return Ok(true);
        }
        self.omit(subject, &Omissions::foreign(provider)).map(|()| false)
    }

    /// The value of the request's extra body member `key` for this vendor; the last one wins.
    pub fn extra(&self, key: &str) -> Option<&'a Value> {
        let (request, vendor) = (self.request, self.vendor);
        request
            .extra_members(vendor)
            .filter(|(name, _)| *name == key)
            .map(|(_, value)| value)
            .last()
    }

    /// The members of the body, and the warnings.
    pub fn finish(self) -> (Map<String, Value>, Vec<Warning>) {
        (self.members, self.omissions.into_warnings())
    }
}
