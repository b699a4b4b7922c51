//! The builder of transports.

use super::HttpTransport;
use crate::client::Settings;
use http::HeaderValue;
use kei_router_core::LlmError;
use std::time::Duration;
use url::Url;

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

    /// Sends every request to another machine through this HTTP or HTTPS proxy, in place of those
    /// from the environment. A user name and a password in its URL become the header
    /// `Proxy-Authorization`. Requests to loopback addresses never use a proxy.
    ///
    /// # Errors
    /// `Configuration` for anything but an `http` or `https` URL.
    pub fn proxy(mut self, url: impl AsRef<str>) -> Result<Self, LlmError> {
        // The URL may contain a password: neither it nor the parser's error may be shown.
        let wrong = || LlmError::configuration("the proxy is not an http or https URL");
        let url = Url::parse(url.as_ref().trim()).map_err(|_| wrong())?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(wrong());
        }
        self.settings.proxy = Some(reqwest::Proxy::all(url).map_err(|_| wrong())?);
        Ok(self)
    }

    /// Sets the `User-Agent` header. `kei-router/VERSION` by default.
    ///
    /// # Errors
    /// `Configuration` for a text that cannot be a header's value.
    pub fn user_agent(mut self, name: impl AsRef<str>) -> Result<Self, LlmError> {
        let wrong = |_| LlmError::configuration("the user agent cannot be a header's value");
        self.settings.user_agent = HeaderValue::try_from(name.as_ref()).map_err(wrong)?;
        Ok(self)
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

    /// Authenticates to https servers with this client certificate (mutual TLS): a private key and
    /// its certificate chain, both in PEM.
    ///
    /// # Errors
    /// `Configuration` if either is missing or cannot be parsed.
    #[cfg(feature = "rustls")]
    pub fn client_certificate_pem(mut self, pem: impl AsRef<[u8]>) -> Result<Self, LlmError> {
        // The parser's error is not shown: it has seen the key.
        let wrong = |_| {
            LlmError::configuration("the client certificate is not a key and certificates in PEM")
        };
        let identity = reqwest::Identity::from_pem(pem.as_ref()).map_err(wrong)?;
        self.settings.identity = Some(identity);
        Ok(self)
    }

    /// Builds the transport. No connection is opened before the first request.
    pub fn build(self) -> HttpTransport {
        HttpTransport::new(self.settings)
    }
}
