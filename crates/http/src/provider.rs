//! A provider from a vendor's codec and a transport.

mod build;
mod resolved;
mod source;

pub use build::HttpProviderBuilder;
pub use source::KeySource;

use crate::route::Destination;
use async_trait::async_trait;
use http::Request;
use kei_router_core::codec::Codec;
use kei_router_core::codec::DefaultCodec;
use kei_router_core::engine::{Route, list_models, open};
use kei_router_core::transport::Transport;
use kei_router_core::{ChatRequest, EventStream, ListedModel, LlmError, ModelInfo, Provider};
use source::Settings;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

/// A provider over HTTP. Each vendor crate's `XxxProvider` is an alias of it.
///
/// The key and the endpoint are read from the environment at each request, so that they can change
/// without a restart. The model is read once, when the provider is built. The names of the
/// variables are in the vendor's [`Descriptor`](kei_router_core::codec::Descriptor); the first one
/// that is not blank counts, and values are trimmed.
pub struct HttpProvider<C> {
    codec: Arc<dyn Codec>,
    vendor: PhantomData<fn() -> C>,
    transport: Arc<dyn Transport>,
    model: String,
    settings: Settings,
}

impl<C: DefaultCodec> HttpProvider<C> {
    /// A provider from the process's environment; `None` if that has no key for it, and no base URL
    /// of another server, which may need none.
    pub fn from_env() -> Option<Self> {
        Self::builder().build_with_key()
    }

    /// Like [`from_env`](Self::from_env), from any source of variables.
    pub fn from_vars(
        vars: impl Fn(&str) -> Option<String> + Send + Sync + 'static,
    ) -> Option<Self> {
        Self::builder().vars(vars).build_with_key()
    }

    /// A provider at the caller's endpoint: the full URL to post to, or a base URL. An empty key
    /// means that none is sent, an empty model means the vendor's default. An invalid endpoint is
    /// an error of each request.
    pub fn with_endpoint(api_key: String, model: String, endpoint: String) -> Self {
        Self::builder().vars(|_| None).api_key(api_key).model(model).endpoint(endpoint).build()
    }

    /// Builds a provider step by step.
    pub fn builder() -> HttpProviderBuilder<C> {
        HttpProviderBuilder::new(Arc::new(C::codec()))
    }
}

impl<C: Codec> HttpProvider<C> {
    /// Builds a provider step by step, for a codec with its own settings.
    pub fn with_codec(codec: C) -> HttpProviderBuilder<C> {
        HttpProviderBuilder::new(Arc::new(codec))
    }
}

impl<C> HttpProvider<C> {
    /// The vendor's codec.
    pub fn codec(&self) -> &Arc<dyn Codec> {
        &self.codec
    }

    /// Where a request goes now, with which key.
    fn route(&self) -> Result<Route, LlmError> {
        let descriptor = self.codec.descriptor();
        let endpoint = self.settings.endpoint(descriptor)?;
        let authorization = self.settings.authorization(descriptor, &endpoint)?;
        let allow_cleartext = self.settings.allows_cleartext(descriptor, &endpoint);
        let mut route = Route::new(endpoint, self.model.as_str());
        route.authorization = authorization;
        route.headers.clone_from(&self.settings.headers);
        route.timeouts = self.settings.timeouts;
        route.limits = self.settings.limits;
        route.allow_cleartext = allow_cleartext;
        Ok(route)
    }

    /// What a request would be refused for before it is sent.
    fn check_route(&self) -> Result<(), LlmError> {
        let route = self.route()?;
        route.check()?;
        let mut request = Request::new(());
        *request.uri_mut() = route.endpoint.url(&self.model)?;
        let destination = Destination::of(&request)?;
        match route.authorization.is_some() && !route.allow_cleartext {
            true => destination.check_cleartext(true),
            false => Ok(()),
        }
    }
}

#[async_trait]
impl<C: 'static> Provider for HttpProvider<C> {
    fn name(&self) -> &str {
        &self.codec.descriptor().name
    }

    fn model(&self) -> &str {
        &self.model
    }

    fn model_info(&self, model: &str) -> ModelInfo {
        self.codec.model_info(model)
    }

    async fn stream(&self, request: &ChatRequest) -> Result<EventStream, LlmError> {
        let route = self.route().map_err(|error| error.with_provider(self.name()))?;
        open(Arc::clone(&self.codec), self.transport.as_ref(), request, route).await
    }

    async fn models(&self) -> Result<Vec<ListedModel>, LlmError> {
        let route = self.route().map_err(|error| error.with_provider(self.name()))?;
        list_models(self.codec.as_ref(), self.transport.as_ref(), route).await
    }

    fn check(&self) -> Result<(), LlmError> {
        self.check_route().map_err(|error| error.with_provider(self.name()))
    }
}

impl<C> fmt::Debug for HttpProvider<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("HttpProvider");
        shown.field("name", &self.codec.descriptor().name).field("model", &self.model);
        self.settings.show(&mut shown, self.codec.descriptor());
        shown.finish_non_exhaustive()
    }
}
