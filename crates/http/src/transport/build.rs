//! How a transport is made.

use super::HttpTransport;
use crate::client::Settings;
#[cfg(feature = "rustls")]
use kei_router_core::LlmError;
use std::time::Duration;

/// Makes an [`HttpTransport`].
#[derive(Clone, Debug, Default)]
#[must_use = "it is `build` that makes the transport"]
pub struct HttpTransportBuilder {
    settings: Settings,
}

impl HttpTransportBuilder {
    /// How long the name look-up, the connection and TLS may take together. 10 s by default.
    pub fn connect_timeout(mut self, budget: Duration) -> Self {
        self.settings.connect_timeout = budget;
        self
    }

    /// Whether proxies are taken from the environment. They are by default.
    pub fn proxy_from_env(mut self, proxies: bool) -> Self {
        self.settings.proxies = proxies;
        self
    }

    /// Whether every server is known to speak HTTP/2, so that nothing is negotiated. Not by
    /// default: https servers are asked, and plain http ones speak HTTP/1.1.
    pub fn http2_prior_knowledge(mut self, known: bool) -> Self {
        self.settings.http2_only = known;
        self
    }

    /// Trusts these certificates too, in PEM, beside the system's: a company's own authority, or
    /// a test's.
    ///
    /// # Errors
    /// `BadRequest` where there is no certificate in it.
    #[cfg(feature = "rustls")]
    pub fn root_certificate_pem(mut self, pem: impl AsRef<[u8]>) -> Result<Self, LlmError> {
        let wrong = || LlmError::bad_request("a root certificate is not in PEM");
        let roots = reqwest::Certificate::from_pem_bundle(pem.as_ref());
        let roots = roots.map_err(|error| wrong().with_source(error.without_url()))?;
        if roots.is_empty() {
            return Err(wrong());
        }
        self.settings.roots.extend(roots);
        Ok(self)
    }

    /// The transport. Nothing is opened before the first request.
    pub fn build(self) -> HttpTransport {
        HttpTransport::new(self.settings)
    }
}
