//! What the handlers share. Step 2 of INTEGRATION.md.

use crate::limits::Limits;
use kei_router::LlmRouter;
use std::sync::Arc;

/// What the handlers share.
#[derive(Clone, Debug)]
pub struct AppState {
    /// The providers.
    pub router: Arc<LlmRouter>,
    /// The provider of requests that name none, as `NAME` or `NAME/MODEL`.
    pub default_provider: Arc<str>,
    pub(crate) limits: Limits,
}

impl AppState {
    /// The state over a router, with the provider of requests that name none.
    pub fn new(router: LlmRouter, default_provider: &str) -> Self {
        let (router, limits) = (Arc::new(router), Limits::default());
        Self { router, default_provider: default_provider.into(), limits }
    }

    /// With these limits.
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }
}
