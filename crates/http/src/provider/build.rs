//! The builder of providers.

use super::HttpProvider;
use super::source::{KeySource, Settings, not_blank};
use crate::HttpTransport;
use kei_router_core::codec::{Codec, ModelRow, ModelTable, WithModels, named};
use kei_router_core::transport::{Authorize, Transport};
use kei_router_core::{Limits, Secret, Timeouts};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

/// Builds an [`HttpProvider`]. What is not set comes from the environment, else from the vendor's
/// descriptor.
#[must_use = "it is `build` that makes the provider"]
pub struct HttpProviderBuilder<C> {
    codec: Arc<dyn Codec>,
    vendor: PhantomData<fn() -> C>,
    transport: Option<Arc<dyn Transport>>,
    model: Option<String>,
    models: ModelTable,
    settings: Settings,
}

impl<C> HttpProviderBuilder<C> {
    pub(super) fn new(codec: Arc<dyn Codec>) -> Self {
        let (vendor, models, settings) = (PhantomData, ModelTable::EMPTY, Settings::new());
        Self { codec, vendor, transport: None, model: None, models, settings }
    }

    /// Sets the name under which the provider is picked, and which its events and errors carry. The
    /// vendor's name by default. The environment variables follow it: `ollama` reads
    /// `OLLAMA_API_KEY`, `OLLAMA_MODEL`, `OLLAMA_BASE_URL` and so on, and not the vendor's. With
    /// names of their own, several servers that are compatible with one vendor can be registered
    /// in one router. An empty name is ignored.
    pub fn name(mut self, name: impl AsRef<str>) -> Self {
        if let Some(name) = not_blank(name.as_ref()) {
            self.codec = named(self.codec, &name);
        }
        self
    }

    /// Sets a fixed key, trimmed. An empty one means that none is sent.
    pub fn api_key(self, key: impl AsRef<str>) -> Self {
        self.key_source(Secret::new(key).map_or(KeySource::Nothing, KeySource::Fixed))
    }

    /// Sets a function that returns the key, called at each request. If it returns none or an empty
    /// one, the request fails with `MissingKey`.
    pub fn key_callback(self, ask: impl Fn() -> Option<String> + Send + Sync + 'static) -> Self {
        self.key_source(KeySource::Callback(Arc::new(ask)))
    }

    /// Sets the source of the key. The environment by default.
    pub fn key_source(mut self, source: KeySource) -> Self {
        self.settings.key = source;
        self
    }

    /// Sets credentials other than a key: refreshed tokens, or signatures.
    pub fn authorize(mut self, authorization: Arc<dyn Authorize>) -> Self {
        self.settings.authorization = Some(authorization);
        self
    }

    /// Sets a source of variables in place of the process's environment.
    pub fn vars(mut self, vars: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        self.settings.vars = Arc::new(vars);
        self
    }

    /// Sets the endpoint, overriding the environment: the full URL to post to, or a base URL. An
    /// invalid one is an error of each request. If the environment has no key, none is sent, unless
    /// this is the vendor's own URL.
    pub fn endpoint(mut self, url: impl AsRef<str>) -> Self {
        self.settings.endpoint = Some(url.as_ref().trim().to_owned());
        self
    }

    /// The same as [`endpoint`](Self::endpoint).
    pub fn base_url(self, url: impl AsRef<str>) -> Self {
        self.endpoint(url)
    }

    /// Sets the model for requests that name none.
    pub fn model(mut self, model: impl AsRef<str>) -> Self {
        self.model = not_blank(model.as_ref());
        self
    }

    /// Adds the caller's own row for a model. What it sets (a price, a window, a capability)
    /// overrides the vendor's table and earlier rows with the same id; what it leaves unset is
    /// unchanged. A row for an unknown model adds it.
    pub fn model_row(mut self, row: ModelRow) -> Self {
        self.models = self.models.with(row);
        self
    }

    /// Sets the caller's own rows, replacing all earlier ones.
    pub fn models(mut self, models: ModelTable) -> Self {
        self.models = models;
        self
    }

    /// Adds a header to each request. It overrides the codec's own and is overridden by the
    /// request's. An invalid one is an error of each request.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.headers.push((name.into(), value.into()));
        self
    }

    /// Sets timeouts for requests that set none.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.settings.timeouts = timeouts;
        self
    }

    /// Sets limits on the size of a response.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.settings.limits = limits;
        self
    }

    /// Sets the transport. [`HttpTransport::shared`] by default.
    pub fn transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.transport = Some(transport);
        self
    }

    /// Allows credentials over plain HTTP to a server that is not on this machine. Not allowed by
    /// default, unless the vendor's variable says so, such as `OPENAI_ALLOW_CLEARTEXT=1`.
    pub fn allow_cleartext(mut self, allow: bool) -> Self {
        self.settings.allow_cleartext = allow;
        self
    }

    /// Builds the provider. The model is determined here; the key and the endpoint are looked up,
    /// and errors in them reported, at each request.
    pub fn build(self) -> HttpProvider<C> {
        let descriptor = self.codec.descriptor();
        let from_vars = || self.settings.var(&descriptor.model_vars);
        let model = self.model.or_else(from_vars);
        let model = model.unwrap_or_else(|| descriptor.default_model.clone().into_owned());
        let shared = || Arc::new(HttpTransport::shared()) as Arc<dyn Transport>;
        let described = !self.models.rows.is_empty();
        HttpProvider {
            codec: if described {
                Arc::new(WithModels::new(self.codec, self.models))
            } else {
                self.codec
            },
            vendor: PhantomData,
            transport: self.transport.unwrap_or_else(shared),
            model,
            settings: self.settings,
        }
    }

    /// The provider, if there are credentials now, or if its endpoint is not the vendor's own and
    /// may need none; else `None`.
    pub fn build_with_key(self) -> Option<HttpProvider<C>> {
        let is_usable = self.settings.is_usable(self.codec.descriptor());
        is_usable.then(|| self.build())
    }
}

impl<C> fmt::Debug for HttpProviderBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let descriptor = self.codec.descriptor();
        let mut shown = f.debug_struct("HttpProviderBuilder");
        shown.field("name", &descriptor.name).field("model", &self.model);
        self.settings.show(&mut shown, descriptor);
        shown.finish_non_exhaustive()
    }
}
