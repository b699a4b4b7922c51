//! A vendor of the table.

use kei_router_core::{Codec, Descriptor, ModelTable, Provider, Transport, Wire};
use kei_router_http::HttpProvider;
use std::fmt;
use std::sync::Arc;

/// Where variables come from: the process's environment, or anything like it.
pub(crate) type Vars = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// A provider, where there is a key for it.
type Built = Option<Box<dyn Provider>>;

/// A vendor that this crate has a feature for.
pub struct Vendor {
    name: &'static str,
    enabled: Option<Enabled>,
}

/// What a vendor that is compiled in can do.
pub(crate) struct Enabled {
    descriptor: fn() -> Descriptor,
    from_vars: fn(Vars, ModelTable) -> Built,
    with_endpoint: fn(String, String, String) -> Box<dyn Provider>,
    over: fn(Arc<dyn Transport>, String) -> Box<dyn Provider>,
    from_vars_over: fn(Vars, Arc<dyn Transport>) -> Built,
}

impl Enabled {
    // Unused where no vendor is compiled in.
    #[allow(dead_code, reason = "without any vendor feature there is nothing to enable")]
    pub(crate) const fn of<C: Codec + Default>() -> Self {
        Self {
            descriptor: || C::default().descriptor().clone(),
            from_vars: |vars, models| {
                let builder = HttpProvider::<C>::builder().vars(move |name| vars(name));
                Some(Box::new(builder.models(models).build_with_key()?))
            },
            with_endpoint: |key, model, endpoint| {
                Box::new(HttpProvider::<C>::with_endpoint(key, model, endpoint))
            },
            over: |transport, endpoint| {
                let builder = HttpProvider::<C>::builder().vars(|_| None).api_key("sk-offline");
                Box::new(builder.endpoint(endpoint).transport(transport).build())
            },
            from_vars_over: |vars, transport| {
                let builder = HttpProvider::<C>::builder().vars(move |name| vars(name));
                Some(Box::new(builder.transport(transport).build_with_key()?))
            },
        }
    }
}

impl Vendor {
    pub(crate) const fn new(name: &'static str, enabled: Option<Enabled>) -> Self {
        Self { name, enabled }
    }

    /// Its name, which is its feature's too.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Whether it is compiled in.
    pub fn is_enabled(&self) -> bool {
        self.enabled.is_some()
    }

    /// What it is; `None` where it is not compiled in.
    pub fn descriptor(&self) -> Option<Descriptor> {
        self.enabled.as_ref().map(|enabled| (enabled.descriptor)())
    }

    /// A provider of it, from variables; `None` without a key, and where it is not compiled in.
    pub fn from_vars(
        &self,
        vars: impl Fn(&str) -> Option<String> + Send + Sync + 'static,
    ) -> Option<Box<dyn Provider>> {
        self.provider(Arc::new(vars), ModelTable::EMPTY)
    }

    /// The same over this transport, such as one that records what goes through it.
    pub fn from_vars_over(
        &self,
        vars: impl Fn(&str) -> Option<String> + Send + Sync + 'static,
        transport: Arc<dyn Transport>,
    ) -> Option<Box<dyn Provider>> {
        (self.enabled.as_ref()?.from_vars_over)(Arc::new(vars), transport)
    }

    /// A provider of it at an endpoint; `None` where it is not compiled in.
    pub fn with_endpoint(
        &self,
        api_key: String,
        model: String,
        endpoint: String,
    ) -> Option<Box<dyn Provider>> {
        self.enabled.as_ref().map(|enabled| (enabled.with_endpoint)(api_key, model, endpoint))
    }

    /// A provider of it at its own URL for this wire, over a transport that needs no real key,
    /// for tests; `None` where it is not compiled in.
    pub fn over(&self, transport: Arc<dyn Transport>, wire: &Wire) -> Option<Box<dyn Provider>> {
        let enabled = self.enabled.as_ref()?;
        let endpoint = (enabled.descriptor)().speaking(wire).own_endpoint().ok()?;
        Some((enabled.over)(transport, endpoint.uri().to_string()))
    }

    pub(crate) fn provider(&self, vars: Vars, models: ModelTable) -> Built {
        (self.enabled.as_ref()?.from_vars)(vars, models)
    }
}

impl fmt::Debug for Vendor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vendor")
            .field("name", &self.name)
            .field("enabled", &self.is_enabled())
            .finish()
    }
}
