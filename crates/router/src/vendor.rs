//! Vendors in the facade's table.

use kei_router_core::Provider;
use kei_router_core::codec::{Codec, DefaultCodec, Descriptor, ModelTable, Wire};
use kei_router_core::transport::Transport;
use kei_router_http::{HttpProvider, HttpProviderBuilder};
use std::fmt;
use std::sync::Arc;

/// A source of variables, such as the process's environment.
pub(crate) type Vars = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// A provider, if there is a key for it.
type Built = Option<Box<dyn Provider>>;

/// A vendor that this crate has a cargo feature for.
pub struct Vendor {
    name: &'static str,
    /// Creates its codec; `None` if it is not compiled in.
    codec: Option<fn() -> Arc<dyn Codec>>,
}

impl Vendor {
    // Unused if no vendor is compiled in.
    #[allow(dead_code, reason = "without any vendor feature there is nothing to enable")]
    pub(crate) const fn enabled<V: DefaultCodec>(name: &'static str) -> Self {
        Self { name, codec: Some(|| Arc::new(V::codec())) }
    }

    #[allow(dead_code, reason = "with all vendor features there is nothing to leave out")]
    pub(crate) const fn disabled(name: &'static str) -> Self {
        Self { name, codec: None }
    }

    /// Its name, which is also the name of its cargo feature.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Whether it is compiled in.
    pub fn is_enabled(&self) -> bool {
        self.codec.is_some()
    }

    /// Its codec with default settings; `None` if it is not compiled in.
    pub fn codec(&self) -> Option<Arc<dyn Codec>> {
        self.codec.map(|codec| codec())
    }

    /// Its descriptor; `None` if it is not compiled in.
    pub fn descriptor(&self) -> Option<Descriptor> {
        self.codec().map(|codec| codec.descriptor().clone())
    }

    /// Builds a provider step by step; `None` if it is not compiled in.
    pub fn builder(&self) -> Option<HttpProviderBuilder<Arc<dyn Codec>>> {
        self.codec().map(HttpProvider::with_codec)
    }

    /// A provider from variables; `None` without a key, and if it is not compiled in.
    pub fn from_vars(
        &self,
        vars: impl Fn(&str) -> Option<String> + Send + Sync + 'static,
    ) -> Option<Box<dyn Provider>> {
        self.provider(Arc::new(vars), ModelTable::EMPTY)
    }

    /// Like [`from_vars`](Self::from_vars), over this transport.
    pub fn from_vars_over(
        &self,
        vars: impl Fn(&str) -> Option<String> + Send + Sync + 'static,
        transport: Arc<dyn Transport>,
    ) -> Option<Box<dyn Provider>> {
        Some(Box::new(self.builder()?.vars(vars).transport(transport).build_with_key()?))
    }

    /// A provider at this endpoint; `None` if it is not compiled in.
    pub fn with_endpoint(
        &self,
        api_key: String,
        model: String,
        endpoint: String,
    ) -> Option<Box<dyn Provider>> {
        let builder = self.builder()?.vars(|_| None).api_key(api_key);
        Some(Box::new(builder.model(model).endpoint(endpoint).build()))
    }

    /// A provider at the vendor's own endpoint for this wire format, without a key, over a
    /// transport that replays responses; `None` if it is not compiled in.
    pub fn over(&self, transport: Arc<dyn Transport>, wire: &Wire) -> Option<Box<dyn Provider>> {
        let endpoint = self.descriptor()?.speaking(wire).own_endpoint().ok()?;
        let builder = self.builder()?.vars(|_| None).api_key("");
        Some(Box::new(builder.endpoint(endpoint.template()).transport(transport).build()))
    }

    pub(crate) fn provider(&self, vars: Vars, models: ModelTable) -> Built {
        let builder = self.builder()?.vars(move |name| vars(name));
        Some(Box::new(builder.models(models).build_with_key()?))
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
