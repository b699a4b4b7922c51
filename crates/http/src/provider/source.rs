//! Where a provider's key and endpoint come from.

use super::resolved::Resolved;
use kei_router_core::codec::{Descriptor, Endpoint};
use kei_router_core::transport::{ApiKey, Authorize};
use kei_router_core::{ErrorKind, Limits, LlmError, Secret, Timeouts};
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// Where a provider's key comes from. `Debug` shows the kind, never a key.
#[derive(Clone, Default)]
#[non_exhaustive]
pub enum KeySource {
    /// The variables in the vendor's descriptor, read at each request.
    #[default]
    Environment,
    /// A fixed key.
    Fixed(Secret),
    /// A function that is called at each request.
    Callback(Arc<dyn Fn() -> Option<String> + Send + Sync>),
    /// No key is sent, for servers that need none.
    Nothing,
}

/// Variables by name.
pub(super) type Vars = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// What a provider and its builder share.
pub(super) struct Settings {
    pub(super) key: KeySource,
    /// Credentials in place of a key.
    pub(super) authorization: Option<Arc<dyn Authorize>>,
    pub(super) endpoint: Option<String>,
    resolved: Resolved,
    pub(super) vars: Vars,
    pub(super) headers: Vec<(String, String)>,
    pub(super) timeouts: Timeouts,
    pub(super) limits: Limits,
    pub(super) allow_cleartext: bool,
}

impl Settings {
    pub(super) fn new() -> Self {
        Self {
            key: KeySource::Environment,
            authorization: None,
            endpoint: None,
            resolved: Resolved::default(),
            vars: Arc::new(|name| std::env::var(name).ok()),
            headers: Vec::new(),
            timeouts: Timeouts::default(),
            limits: Limits::default(),
            allow_cleartext: false,
        }
    }

    /// The credentials for a request to this endpoint: the current key, in the header of the
    /// endpoint's wire format.
    pub(super) fn authorization(
        &self,
        descriptor: &Descriptor,
        endpoint: &Endpoint,
    ) -> Result<Option<Arc<dyn Authorize>>, LlmError> {
        if self.authorization.is_some() {
            return Ok(self.authorization.clone());
        }
        let Some(key) = self.key(descriptor, endpoint.is_third_party())? else { return Ok(None) };
        let place = descriptor.wire_at(endpoint).auth.clone();
        Ok(Some(Arc::new(ApiKey::new(key, place))))
    }

    /// Whether requests can be sent now: there are credentials, or the endpoint is the caller's own
    /// and may need none. An endpoint that is invalid counts as one: each request says so.
    pub(super) fn is_usable(&self, descriptor: &Descriptor) -> bool {
        let keyless = || {
            matches!(self.key, KeySource::Environment)
                && self.endpoint(descriptor).map_or(true, |endpoint| endpoint.is_third_party())
        };
        self.authorization.is_some() || self.key_if_any(descriptor).is_some() || keyless()
    }

    /// Whether credentials may go over plain HTTP to this endpoint.
    pub(super) fn allows_cleartext(&self, descriptor: &Descriptor, endpoint: &Endpoint) -> bool {
        let allowed = |value: String| {
            ["1", "true", "yes", "on"].iter().any(|yes| value.eq_ignore_ascii_case(yes))
        };
        self.allow_cleartext
            || (endpoint.is_cleartext()
                && self.var(&descriptor.cleartext_vars).is_some_and(allowed))
    }

    /// The current key. `None` if none is to be sent: a server at an endpoint that is not the
    /// vendor's own may need none.
    fn key(&self, descriptor: &Descriptor, custom: bool) -> Result<Option<Secret>, LlmError> {
        let key = self.key_if_any(descriptor);
        match &self.key {
            _ if key.is_some() => Ok(key),
            KeySource::Fixed(_) | KeySource::Nothing => Ok(None),
            KeySource::Environment if custom => Ok(None),
            KeySource::Environment => Err(missing(&descriptor.key_vars)),
            KeySource::Callback(_) => {
                Err(LlmError::new(ErrorKind::MissingKey, "the key's callback gave none"))
            }
        }
    }

    fn key_if_any(&self, descriptor: &Descriptor) -> Option<Secret> {
        match &self.key {
            KeySource::Environment => self.var(&descriptor.key_vars).and_then(Secret::new),
            KeySource::Fixed(key) => Some(key.clone()),
            KeySource::Callback(ask) => ask().and_then(Secret::new),
            KeySource::Nothing => None,
        }
    }

    /// The current endpoint. The caller's takes precedence over the environment's.
    pub(super) fn endpoint(&self, descriptor: &Descriptor) -> Result<Endpoint, LlmError> {
        let var = || self.var(&descriptor.endpoint_vars).map(Cow::Owned);
        let given = self.endpoint.as_deref().map(Cow::Borrowed).or_else(var);
        let given = given.unwrap_or(Cow::Borrowed(&descriptor.base_url));
        self.resolved.get(&given, descriptor)
    }

    /// The first of these variables that is set, trimmed. An empty one counts as unset.
    pub(super) fn var(&self, names: &[Cow<'static, str>]) -> Option<String> {
        names.iter().find_map(|name| not_blank(&(self.vars)(name)?))
    }

    pub(super) fn show(&self, shown: &mut fmt::DebugStruct<'_, '_>, descriptor: &Descriptor) {
        let endpoint = match self.endpoint(descriptor) {
            Ok(endpoint) => format!("{endpoint:?}"),
            Err(_) => "(not a URL)".to_owned(),
        };
        let headers: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        shown
            .field("endpoint", &endpoint)
            .field("key", &self.key)
            .field("headers", &headers)
            .field("timeouts", &self.timeouts);
    }
}

/// The trimmed text, unless it is empty.
pub(super) fn not_blank(text: &str) -> Option<String> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn missing(names: &[Cow<'static, str>]) -> LlmError {
    let message = match names {
        [] => "no variable is known for it: give it to the provider's builder".to_owned(),
        names => format!("set {}", names.join(" or ")),
    };
    LlmError::new(ErrorKind::MissingKey, message)
}

impl fmt::Debug for KeySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Environment => "Environment",
            Self::Fixed(_) => "Fixed(..)",
            Self::Callback(_) => "Callback(..)",
            Self::Nothing => "Nothing",
        })
    }
}
