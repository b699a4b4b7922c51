//! The router: providers by name.

use crate::vendor::{Vars, Vendor};
use crate::vendors;
use crate::with_model::WithModel;
use kei_router_core::{ErrorKind, LlmError, Provider};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// Providers by name.
///
/// ```
/// use kei_router::LlmRouter;
///
/// let router = LlmRouter::from_vars(|name| {
///     (name == "ANTHROPIC_API_KEY").then(|| "sk-ant-..".to_owned())
/// });
/// assert_eq!(router.pick("anthropic")?.model(), "claude-sonnet-5-5");
/// assert_eq!(router.pick("anthropic/claude-haiku-5-5")?.model(), "claude-haiku-5-5");
/// # Ok::<(), kei_router::LlmError>(())
/// ```
#[derive(Clone, Default)]
pub struct LlmRouter {
    providers: BTreeMap<String, Arc<dyn Provider>>,
    vars: Option<Vars>,
}

impl LlmRouter {
    /// A router without any provider.
    pub fn new() -> Self {
        Self::default()
    }

    /// A router with every vendor that is compiled in and has a key in the process's environment.
    ///
    /// Keys and endpoints are read again at each request, so that rotating a key needs no restart;
    /// a vendor whose key comes later is found then.
    pub fn from_env() -> Self {
        Self::from_vars(|name| std::env::var(name).ok())
    }

    /// [`LlmRouter::from_env`], over any source of variables.
    pub fn from_vars(vars: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        let vars: Vars = Arc::new(vars);
        let mut router = Self { providers: BTreeMap::new(), vars: Some(Arc::clone(&vars)) };
        for vendor in vendors() {
            if let Some(provider) = vendor.provider(Arc::clone(&vars)) {
                router.register(provider);
            }
        }
        router
    }

    /// Adds a provider under its own name, which is returned. The last one of a name wins.
    pub fn register(&mut self, provider: Box<dyn Provider>) -> String {
        let name = provider.name().to_owned();
        self.providers.insert(name.clone(), Arc::from(provider));
        name
    }

    /// The provider of this name; else, with `name` split at its first `/`, the provider with
    /// another model: `anthropic/claude-haiku-5-5`.
    ///
    /// # Errors
    /// `MissingKey` on a router from an environment, for a vendor that is compiled in and has no
    /// key; `UnknownProvider` for any other name. Both say what would bring the provider.
    pub fn pick(&self, name: &str) -> Result<Arc<dyn Provider>, LlmError> {
        if let Some(provider) = self.find(name) {
            return Ok(provider);
        }
        match name.split_once('/') {
            Some((vendor, model)) if !model.is_empty() => {
                let provider = self.find(vendor).ok_or_else(|| self.absent(vendor))?;
                Ok(Arc::new(WithModel::new(provider, model)))
            }
            _ => Err(self.absent(name)),
        }
    }

    /// The names of the providers, sorted.
    pub fn names(&self) -> Vec<String> {
        self.providers.keys().cloned().collect()
    }

    pub(crate) fn providers(&self) -> impl Iterator<Item = (&String, &Arc<dyn Provider>)> {
        self.providers.iter()
    }

    /// A registered provider, or one whose key has come since.
    fn find(&self, name: &str) -> Option<Arc<dyn Provider>> {
        if let Some(provider) = self.providers.get(name) {
            return Some(Arc::clone(provider));
        }
        let vars = Arc::clone(self.vars.as_ref()?);
        row(name)?.provider(vars).map(Arc::from)
    }

    fn absent(&self, name: &str) -> LlmError {
        let descriptor = row(name).and_then(Vendor::descriptor);
        match (row(name), descriptor) {
            (Some(_), Some(descriptor)) => {
                let vars = descriptor.key_vars.join(" or ");
                let (kind, hint) = match self.vars {
                    Some(_) => (ErrorKind::MissingKey, format!("set {vars}")),
                    None => (
                        ErrorKind::UnknownProvider,
                        format!("{name} (register it, or use from_env and set {vars})"),
                    ),
                };
                let error = LlmError::new(kind, hint);
                if kind == ErrorKind::MissingKey { error.with_provider(name) } else { error }
            }
            (Some(row), None) => {
                let hint = format!("{name} (it needs the cargo feature `{}`)", row.name());
                LlmError::new(ErrorKind::UnknownProvider, hint)
            }
            (None, _) => LlmError::new(ErrorKind::UnknownProvider, shown(name)),
        }
    }
}

fn row(name: &str) -> Option<&'static Vendor> {
    vendors().iter().find(|vendor| vendor.name() == name)
}

/// A name as it may be shown: callers pass on what their own clients send.
fn shown(name: &str) -> String {
    let plain = |c: &char| c.is_ascii_alphanumeric() || "_-.:/".contains(*c);
    name.chars().take(64).filter(plain).collect()
}

impl fmt::Debug for LlmRouter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LlmRouter").field("names", &self.names()).finish()
    }
}
