//! How a provider is made.

use super::HttpProvider;
use super::source::{KeySource, Settings, not_blank};
use crate::HttpTransport;
use kei_router_core::codec::{Codec, ModelRow, ModelTable, WithModels};
use kei_router_core::transport::{Authorize, Transport};
use kei_router_core::{Limits, Secret, Timeouts};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

/// Makes an [`HttpProvider`]. What is not set comes from the environment, else from the vendor's
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

    /// With this key, trimmed. An empty one means that none is sent.
    pub fn api_key(self, key: impl AsRef<str>) -> Self {
        self.key_source(Secret::new(key).map_or(KeySource::Nothing, KeySource::Fixed))
    }

    /// With a function that is asked for the key at each request. Where it gives none, or an
    /// empty one, the request fails with `MissingKey`.
    pub fn key_callback(self, ask: impl Fn() -> Option<String> + Send + Sync + 'static) -> Self {
        self.key_source(KeySource::Callback(Arc::new(ask)))
    }

    /// With a key from there. From the environment by default.
    pub fn key_source(mut self, source: KeySource) -> Self {
        self.settings.key = source;
        self
    }

    /// With these credentials in place of a key: tokens that are refreshed, or signatures.
    pub fn authorize(mut self, authorization: Arc<dyn Authorize>) -> Self {
        self.settings.authorization = Some(authorization);
        self
    }

    /// With this source of variables in place of the process's environment.
    pub fn vars(mut self, vars: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        self.settings.vars = Arc::new(vars);
        self
    }

    /// With this endpoint, the full URL to post to or a base of it, whatever the environment
    /// says. One that is no URL is an error of each request. Where the environment has no key,
    /// none is sent, unless this is the vendor's own URL.
    pub fn endpoint(mut self, url: impl AsRef<str>) -> Self {
        self.settings.endpoint = Some(url.as_ref().trim().to_owned());
        self
    }

    /// The same as [`endpoint`](Self::endpoint).
    pub fn base_url(self, url: impl AsRef<str>) -> Self {
        self.endpoint(url)
    }

    /// With this model for requests that name none.
    pub fn model(mut self, model: impl AsRef<str>) -> Self {
        self.model = not_blank(model.as_ref());
        self
    }

    /// With a row of the caller's own for a model. What it says (a price, a window, an ability)
    /// wins over the vendor's table and over earlier rows of the same id; what it leaves open
    /// stays. A row for a model that the table lacks adds it.
    pub fn model_row(mut self, row: ModelRow) -> Self {
        self.models = self.models.with(row);
        self
    }

    /// With these rows of the caller's own, in place of all that were given before.
    pub fn models(mut self, models: ModelTable) -> Self {
        self.models = models;
        self
    }

    /// With one more header on each request, over the vendor's own and under the request's.
    /// One that cannot be a header is an error of each request.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.headers.push((name.into(), value.into()));
        self
    }

    /// With budgets of time for requests that name none.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.settings.timeouts = timeouts;
        self
    }

    /// With bounds on the size of an answer.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.settings.limits = limits;
        self
    }

    /// Over this transport. Over [`HttpTransport::shared`] by default.
    pub fn transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.transport = Some(transport);
        self
    }

    /// Whether a key may go over plain HTTP to another machine. Not by default.
    pub fn allow_cleartext(mut self, allow: bool) -> Self {
        self.settings.allow_cleartext = allow;
        self
    }

    /// The provider. Its model is settled here; its key and its endpoint are looked up, and an
    /// error in them reported, at each request.
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

    /// The provider, if it has credentials now; `None` without them.
    pub fn build_with_key(self) -> Option<HttpProvider<C>> {
        let has_them = self.settings.has_credentials(self.codec.descriptor());
        has_them.then(|| self.build())
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
