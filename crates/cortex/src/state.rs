//! What the handlers share. Step 2 of INTEGRATION.md.

use crate::limits::Limits;
use kei_router::LlmRouter;
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

/// What the handlers share.
#[derive(Clone, Debug)]
pub struct AppState {
    /// The providers.
    pub router: Arc<LlmRouter>,
    /// The provider of requests that name none, as `NAME` or `NAME/MODEL`.
    pub default_provider: Arc<str>,
    pub(crate) limits: Limits,
    /// A permit for each answer.
    pub(crate) streams: Arc<Semaphore>,
    /// A permit for each byte of a body.
    pub(crate) bodies: Arc<Semaphore>,
    /// Cancelled when running answers must end.
    pub(crate) ending: CancellationToken,
    /// Whether the log shows what vendors say of a refusal.
    pub(crate) log_reasons: bool,
}

impl AppState {
    /// The state over a router, with the provider of requests that name none.
    pub fn new(router: LlmRouter, default_provider: &str) -> Self {
        let limits = Limits::default();
        Self {
            router: Arc::new(router),
            default_provider: default_provider.into(),
            limits,
            streams: permits(limits.max_streams),
            bodies: permits(limits.max_bodies),
            ending: CancellationToken::new(),
            log_reasons: false,
        }
    }

    /// With these limits.
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.streams = permits(limits.max_streams);
        self.bodies = permits(limits.max_bodies);
        self.limits = limits;
        self
    }

    /// Whether the log shows what vendors say of a refusal, the key scrubbed. It may echo a
    /// prompt. It does not, unless this is called.
    pub fn with_logged_reasons(mut self, show: bool) -> Self {
        self.log_reasons = show;
        self
    }

    /// How many answers are running.
    pub(crate) fn running(&self) -> usize {
        self.limits.max_streams.saturating_sub(self.streams.available_permits())
    }
}

fn permits(count: usize) -> Arc<Semaphore> {
    Arc::new(Semaphore::new(count.min(Semaphore::MAX_PERMITS)))
}
