//! The router.

use crate::absent::absent;
use crate::vendor::{Vars, Vendor};
use crate::vendors;
use crate::with_model::WithModel;
use kei_router_core::codec::{ModelRow, ModelTable};
use kei_router_core::{LlmError, Provider};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// A set of providers, by name.
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
    /// Registered providers.
    own: BTreeMap<String, Arc<dyn Provider>>,
    /// Providers from the environment; registered ones take precedence.
    found: BTreeMap<String, Arc<dyn Provider>>,
    pub(crate) vars: Option<Vars>,
    models: BTreeMap<String, ModelTable>,
}

impl LlmRouter {
    /// A router without providers.
    pub fn new() -> Self {
        Self::default()
    }

    /// A router with every compiled-in vendor that has a key in the process's environment.
    ///
    /// Keys and endpoints are read again at each request, so that rotating a key needs no restart,
    /// and [`pick`](Self::pick) finds a vendor whose key is set later. The model (`<VENDOR>_MODEL`)
    /// of a vendor is read once, when its provider is created.
    pub fn from_env() -> Self {
        Self::from_vars(|name| std::env::var(name).ok())
    }

    /// Like [`LlmRouter::from_env`], from any source of variables.
    pub fn from_vars(vars: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        let vars: Vars = Arc::new(vars);
        let mut router = Self { vars: Some(vars), ..Self::default() };
        for vendor in vendors() {
            router.look_for(vendor);
        }
        router
    }

    /// Adds the caller's own row for a model of `vendor`, for providers from the environment. What
    /// the row sets (a price, a window, a capability) overrides the vendor's table and earlier rows
    /// with the same id; what it leaves unset is unchanged. A row for an unknown model adds it.
    ///
    /// For registered providers use
    /// [`HttpProviderBuilder::model_row`](crate::HttpProviderBuilder::model_row).
    ///
    /// ```
    /// use kei_router::codec::ModelRow;
    /// use kei_router::{LlmRouter, Rates};
    ///
    /// let next = ModelRow::new("gpt-7").rates(Rates::usd(1.0, 4.0)).context_window(2_000_000);
    /// let router = LlmRouter::from_env().model_row("openai", next);
    /// ```
    pub fn model_row(mut self, vendor: &str, row: ModelRow) -> Self {
        let models = self.models.remove(vendor).unwrap_or_default();
        self.models.insert(vendor.to_owned(), models.with(row));
        if let Some(vendor) = table_row(vendor) {
            self.look_for(vendor);
        }
        self
    }

    /// Adds a provider under its own name, which is returned. It replaces a provider of the same
    /// name without notice; [`LlmRouter::replace`] returns that. A second server that is compatible
    /// with a vendor needs a name of its own:
    ///
    /// ```
    /// # #[cfg(feature = "openai")] {
    /// use kei_router::{LlmRouter, OpenAiProvider};
    ///
    /// let mut router = LlmRouter::from_env();
    /// let ollama = OpenAiProvider::builder()
    ///     .name("ollama")
    ///     .base_url("http://127.0.0.1:11434/v1")
    ///     .model("qwen3:8b");
    /// assert_eq!(router.register(Box::new(ollama.build())), "ollama");
    /// # }
    /// ```
    pub fn register(&mut self, provider: Box<dyn Provider>) -> String {
        let name = provider.name().to_owned();
        self.replace(provider);
        name
    }

    /// Adds a provider under its own name, and returns the one that had the name before, if any.
    pub fn replace(&mut self, provider: Box<dyn Provider>) -> Option<Arc<dyn Provider>> {
        let name = provider.name().to_owned();
        let found = self.found.get(&name).map(Arc::clone);
        self.own.insert(name, Arc::from(provider)).or(found)
    }

    /// The provider with this name; or, with `name` split at its first `/`, a provider with another
    /// model: `anthropic/claude-haiku-5-5`.
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
                let provider = self.find(vendor).ok_or_else(|| absent(self, vendor))?;
                Ok(Arc::new(WithModel::new(provider, model)))
            }
            _ => Err(absent(self, name)),
        }
    }

    /// The names of the providers, sorted.
    pub fn names(&self) -> Vec<String> {
        self.providers().map(|(name, _)| name.clone()).collect()
    }

    pub(crate) fn providers(&self) -> impl Iterator<Item = (&String, &Arc<dyn Provider>)> {
        let all: BTreeMap<_, _> = self.found.iter().chain(&self.own).collect();
        all.into_iter()
    }

    /// A registered provider, one from the environment, or one whose key was set since.
    fn find(&self, name: &str) -> Option<Arc<dyn Provider>> {
        let known = self.own.get(name).or_else(|| self.found.get(name));
        known.map(Arc::clone).or_else(|| self.made(table_row(name)?))
    }

    fn made(&self, vendor: &Vendor) -> Option<Arc<dyn Provider>> {
        let models = self.models.get(vendor.name()).cloned().unwrap_or_default();
        vendor.provider(Arc::clone(self.vars.as_ref()?), models).map(Arc::from)
    }

    fn look_for(&mut self, vendor: &Vendor) {
        if let Some(provider) = self.made(vendor) {
            self.found.insert(provider.name().to_owned(), provider);
        }
    }
}

pub(crate) fn table_row(name: &str) -> Option<&'static Vendor> {
    vendors().iter().find(|vendor| vendor.name() == name)
}

impl fmt::Debug for LlmRouter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LlmRouter").field("names", &self.names()).finish()
    }
}
