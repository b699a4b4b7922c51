//! The builder of transports.

use super::HttpTransport;
use crate::client::Settings;
#[cfg(feature = "rustls")]
use kei_router_core::LlmError;
use std::time::Duration;

/// Builds an [`HttpTransport`].
#[derive(Clone, Debug, Default)]
#[must_use = "it is `build` that makes the transport"]
pub struct HttpTransportBuilder {
    settings: Settings,
}

impl HttpTransportBuilder {
    /// Sets how long DNS, the connection and the TLS handshake may take together. 10 s by default.
    pub fn connect_timeout(mut self, budget: Duration) -> Self {
        self.settings.connect_timeout = budget;
        self
    }

    /// Sets whether proxies are taken from the environment. `true` by default.
    pub fn proxy_from_env(mut self, proxies: bool) -> Self {
        self.settings.proxies = proxies;
        self
    }

    /// Sets whether to use HTTP/2 without negotiation. `false` by default: https servers negotiate
    /// it, and plain http servers get HTTP/1.1.
    pub fn http2_prior_knowledge(mut self, known: bool) -> Self {
        self.settings.http2_only = known;
        self
    }

    /// Trusts these certificates (PEM) in addition to the system's, such as a company's own
    /// authority.
    ///
    /// # Errors
    /// `Configuration` if it contains no certificate.
    #[cfg(feature = "rustls")]
    pub fn root_certificate_pem(mut self, pem: impl AsRef<[u8]>) -> Result<Self, LlmError> {
        let wrong = || LlmError::configuration("a root certificate is not in PEM");
        let roots = reqwest::Certificate::from_pem_bundle(pem.as_ref());
        let roots = roots.map_err(|error| wrong().with_source(error.without_url()))?;
        if roots.is_empty() {
            return Err(wrong());
        }
        self.settings.roots.extend(roots);
        Ok(self)
    }

    /// Builds the transport. No connection is opened before the first request.
    pub fn build(self) -> HttpTransport {
        HttpTransport::new(self.settings)
    }
}
