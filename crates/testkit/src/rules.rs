//! The rules that a simulator holds requests to.

pub(crate) mod chat_completions;
mod http;
pub mod kimi;
pub(crate) mod messages;
pub(crate) mod responses;
mod schemas;

use crate::formats::{Format, format_of};
use crate::json::member;
use crate::{Refused, SimRequest};
use kei_router_core::codec::{Descriptor, Wire};
use std::fmt;
use std::sync::Arc;

type Rule = Arc<dyn Fn(&SimRequest) -> Result<(), Refused> + Send + Sync>;

/// What a simulator demands of a request. By default: the wire's own rules, and any key.
#[derive(Clone)]
pub struct SimRules {
    enforced: bool,
    key: Key,
    more: Vec<Rule>,
}

#[derive(Clone)]
enum Key {
    Any,
    This(String),
    None,
}

impl SimRules {
    /// The wire's own rules, and any key.
    pub fn new() -> Self {
        Self { enforced: true, key: Key::Any, more: Vec::new() }
    }

    /// No rule at all: everything but a wrong path is answered.
    pub fn none() -> Self {
        Self { enforced: false, key: Key::None, more: Vec::new() }
    }

    /// With this key and no other.
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Key::This(key.into());
        self
    }

    /// Without a key, as local servers are.
    pub fn keyless(mut self) -> Self {
        self.key = Key::None;
        self
    }

    /// With one more rule, such as those in [`rules`](crate::rules).
    pub fn and(
        mut self,
        rule: impl Fn(&SimRequest) -> Result<(), Refused> + Send + Sync + 'static,
    ) -> Self {
        self.more.push(Arc::new(rule));
        self
    }

    /// Holds a request to the rules without a simulator, as one of this vendor's would at its
    /// default wire. For requests that a [`ReplayTransport`](crate::ReplayTransport) has kept.
    ///
    /// # Errors
    /// The refusal that a simulator would send; 404 for a wire whose format is not built in.
    pub fn check(&self, descriptor: &Descriptor, request: &SimRequest) -> Result<(), Refused> {
        let wire = &descriptor.wire;
        let Some(format) = format_of(wire, &[]) else {
            let message = format!("the format {} is not known", wire.format);
            return Err(Refused::new(404, "not_found_error", message));
        };
        self.judge(descriptor, wire, format.as_ref(), request)
    }

    /// The same for a format of your own.
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
        }
        self.more.iter().try_for_each(|rule| rule(request))
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
