//! What the handlers share. Step 2 of INTEGRATION.md.

use kei_router::LlmRouter;
use std::sync::Arc;

/// What the handlers share.
#[derive(Clone, Debug)]
pub struct AppState {
    /// The providers.
    pub router: Arc<LlmRouter>,
    /// The provider of requests that name none, as `NAME` or `NAME/MODEL`.
    pub default_provider: Arc<str>,
}

impl AppState {
    /// The state over a router, with the provider of requests that name none.
    pub fn new(router: LlmRouter, default_provider: &str) -> Self {
        Self { router: Arc::new(router), default_provider: default_provider.into() }
    }
}
