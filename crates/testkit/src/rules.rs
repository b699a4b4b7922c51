//! The rules by which a simulator checks requests.

pub(crate) mod chat_completions;
mod http;
pub mod kimi;
pub(crate) mod messages;
mod models;
pub(crate) mod responses;
mod schemas;

use crate::formats::{Format, format_of};
use crate::json::member;
use crate::{Refused, SimRequest};
use kei_router_core::ModelInfo;
use kei_router_core::codec::{Descriptor, Wire};
use std::fmt;
use std::sync::Arc;

type Rule = Arc<dyn Fn(&SimRequest) -> Result<(), Refused> + Send + Sync>;
type Models = Arc<dyn Fn(&str) -> ModelInfo + Send + Sync>;

/// What a simulator requires of requests. By default: the wire format's rules, and any key.
#[derive(Clone)]
pub struct SimRules {
    enforced: bool,
    key: Key,
    more: Vec<Rule>,
    models: Option<Models>,
}

#[derive(Clone)]
enum Key {
    Any,
    This(String),
    None,
}

impl SimRules {
    /// The wire format's rules, and any key.
    pub fn new() -> Self {
        Self { enforced: true, key: Key::Any, more: Vec::new(), models: None }
    }

    /// No rules: everything but a wrong path is answered.
    pub fn none() -> Self {
        Self { enforced: false, key: Key::None, more: Vec::new(), models: None }
    }

    /// Requires this key.
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Key::This(key.into());
        self
    }

    /// Requires that no key is sent, like local servers that need none.
    pub fn keyless(mut self) -> Self {
        self.key = Key::None;
        self
    }

    /// Also holds a request to what its model takes: reasoning efforts, stop sequences, prefill,
    /// cache marks, sampling parameters, the output limit. A descriptor knows no models; a provider
    /// or a codec does.
    ///
    /// ```
    /// # fn example(provider: impl kei_router_core::Provider + 'static) {
    /// use kei_router_testkit::SimRules;
    ///
    /// let rules = SimRules::new().models(move |model| provider.model_info(model));
    /// # }
    /// ```
    pub fn models(mut self, info: impl Fn(&str) -> ModelInfo + Send + Sync + 'static) -> Self {
        self.models = Some(Arc::new(info));
        self
    }

    /// Adds a rule, such as those in [`rules`](crate::rules).
    pub fn and(
        mut self,
        rule: impl Fn(&SimRequest) -> Result<(), Refused> + Send + Sync + 'static,
    ) -> Self {
        self.more.push(Arc::new(rule));
        self
    }

    /// Checks a request without a simulator, by the vendor's default wire format. For requests that
    /// a [`ReplayTransport`](crate::ReplayTransport) has recorded.
    ///
    /// # Errors
    /// The refusal that a simulator would send; 404 if the format is not built in.
    pub fn check(&self, descriptor: &Descriptor, request: &SimRequest) -> Result<(), Refused> {
        let wire = &descriptor.wire;
        let Some(format) = format_of(wire, &[]) else {
            let message = format!("the format {} is not known", wire.format);
            return Err(Refused::new(404, "not_found_error", message));
        };
        self.judge(descriptor, wire, format.as_ref(), request)
    }

    /// Like [`check`](Self::check), for a custom format.
    ///
    /// # Errors
    /// The refusal that a simulator would send.
    pub fn check_as(
        &self,
        format: &dyn Format,
        descriptor: &Descriptor,
        request: &SimRequest,
    ) -> Result<(), Refused> {
        self.judge(descriptor, &descriptor.wire, format, request)
    }

    /// Holds a request to the rules.
    pub(crate) fn judge(
        &self,
        descriptor: &Descriptor,
        wire: &Wire,
        format: &dyn Format,
        request: &SimRequest,
    ) -> Result<(), Refused> {
        if self.enforced {
            let keyless = descriptor.key_vars.is_empty();
            http::check(&self.key, keyless, &wire.auth, format, request)?;
            format.check(request)?;
            self.judge_model(wire, format, request)?;
        }
        self.more.iter().try_for_each(|rule| rule(request))
    }
}

impl SimRules {
    fn judge_model(
        &self,
        wire: &Wire,
        format: &dyn Format,
        request: &SimRequest,
    ) -> Result<(), Refused> {
        let in_path = || wire.split(request.path()).and_then(|(_, model)| model);
        let model = format.model(request).or_else(in_path);
        let (Some(models), Some(model)) = (&self.models, model) else { return Ok(()) };
        let (format, info) = (wire.format.as_ref(), &models(&model));
        models::check(&models::Asked { format, model: &model, info, request })
    }
}

impl Default for SimRules {
    fn default() -> Self {
        Self::new()
    }
}

/// Shows no key.
impl fmt::Debug for SimRules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SimRules")
            .field("enforced", &self.enforced)
            .field("more", &self.more.len())
            .finish_non_exhaustive()
    }
}

/// `condition`, or a bad request that says why.
fn demand(condition: bool, message: impl FnOnce() -> String) -> Result<(), Refused> {
    if condition { Ok(()) } else { Err(Refused::bad(message())) }
}

/// A simulator only streams.
fn streams(request: &SimRequest) -> Result<(), Refused> {
    demand(member(&request.json, "stream") == true, || {
        "stream: the simulator only streams".to_owned()
    })
}

/// Letters, digits, `_` and `-`, at least one and at most `most`.
fn is_word(text: &str, most: usize) -> bool {
    let legal = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    (1..=most).contains(&text.len()) && text.chars().all(legal)
}
