//! A reqwest client, configured for a kind of destination.

use crate::reuse::{Returning, Reuse};
use crate::route::Route;
use http::HeaderValue;
use kei_router_core::{ErrorKind, LlmError};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use url::Url;

const USER_AGENT: &str = concat!("kei-router/", env!("CARGO_PKG_VERSION"));

/// The settings that the clients of a transport share.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) connect_timeout: Duration,
    pub(crate) proxies: bool,
    /// In place of those from the environment.
    pub(crate) proxy: Option<reqwest::Proxy>,
    pub(crate) user_agent: HeaderValue,
    pub(crate) http2_only: bool,
    #[cfg(feature = "rustls")]
    pub(crate) roots: Vec<reqwest::Certificate>,
    #[cfg(feature = "rustls")]
    pub(crate) identity: Option<reqwest::Identity>,
}

/// A client, and whether it can speak TLS.
#[derive(Clone)]
pub(crate) struct Client {
    pub(crate) http: reqwest::Client,
    pub(crate) returning: Arc<Returning>,
    tls: Tls,
}

#[derive(Clone, Copy)]
enum Tls {
    #[cfg(feature = "rustls")]
    Ready,
    #[cfg(feature = "rustls")]
    NoRoots,
    #[cfg(not(feature = "rustls"))]
    Off,
}

impl Client {
    pub(crate) fn new(settings: &Settings, route: Route) -> Result<Self, LlmError> {
        let returning = Arc::new(Returning::new());
        let reuse = Reuse(Arc::clone(&returning));
        let (http, tls) = settings.build(route, &reuse).map_err(|error| {
            LlmError::new(ErrorKind::Http, "the HTTP client cannot be set up")
                .with_source(error.without_url())
        })?;
        Ok(Self { http, returning, tls })
    }

    /// Rejects https if it cannot work, with the reason, which reqwest does not give.
    pub(crate) fn check_scheme(&self, url: &Url) -> Result<(), LlmError> {
        if url.scheme() != "https" {
            return Ok(());
        }
        let why = match self.tls {
            #[cfg(feature = "rustls")]
            Tls::Ready => return Ok(()),
            #[cfg(feature = "rustls")]
            Tls::NoRoots => {
                "no certificate store was found, so https cannot be used: install the system's \
                 CA certificates, or name them in SSL_CERT_FILE"
            }
            #[cfg(not(feature = "rustls"))]
            Tls::Off => "https needs the cargo feature rustls, which is off",
        };
        Err(LlmError::new(ErrorKind::Http, why))
    }
}

impl Settings {
    /// Plain http must work on a system without a certificate store, so clients there use only the
    /// given root certificates.
    #[cfg(feature = "rustls")]
    fn build(&self, route: Route, reuse: &Reuse) -> reqwest::Result<(reqwest::Client, Tls)> {
        let all = self.builder(route, reuse).tls_certs_merge(self.roots.iter().cloned());
        if let Ok(client) = all.build() {
            return Ok((client, Tls::Ready));
        }
        let tls = if self.roots.is_empty() { Tls::NoRoots } else { Tls::Ready };
        let own = self.builder(route, reuse).tls_certs_only(self.roots.iter().cloned());
        Ok((own.build()?, tls))
    }

    #[cfg(not(feature = "rustls"))]
    fn build(&self, route: Route, reuse: &Reuse) -> reqwest::Result<(reqwest::Client, Tls)> {
        Ok((self.builder(route, reuse).build()?, Tls::Off))
    }

    /// Turns off what other crates may have enabled through reqwest's features.
    fn builder(&self, route: Route, reuse: &Reuse) -> reqwest::ClientBuilder {
        let mut builder = reqwest::Client::builder()
            .user_agent(self.user_agent.clone())
            .connect_timeout(self.connect_timeout)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .no_deflate()
            .tcp_nodelay(true)
            .connector_layer(reuse.clone())
            // A request is sent again by `exchange`, which knows more of its connection.
            .retry(reqwest::retry::never().max_retries_per_request(0));
        if self.http2_only {
            builder = builder.http2_prior_knowledge();
        }
        #[cfg(feature = "rustls")]
        if let Some(identity) = &self.identity {
            builder = builder.identity(identity.clone());
        }
        if let (Route::Outward, Some(proxy)) = (route, &self.proxy) {
            return builder.no_proxy().proxy(proxy.clone());
        }
        match route {
            Route::Loopback => builder.no_proxy().dns_resolver(LoopbackNames),
            Route::Outward if self.proxies => builder,
            Route::Outward => builder.no_proxy(),
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            proxies: true,
            proxy: None,
            user_agent: HeaderValue::from_static(USER_AGENT),
            http2_only: false,
            #[cfg(feature = "rustls")]
            roots: Vec::new(),
            #[cfg(feature = "rustls")]
            identity: None,
        }
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Settings");
        shown
            .field("connect_timeout", &self.connect_timeout)
            .field("proxy_from_env", &(self.proxies && self.proxy.is_none()))
            .field("has_proxy", &self.proxy.is_some())
            .field("user_agent", &self.user_agent)
            .field("http2_prior_knowledge", &self.http2_only);
        #[cfg(feature = "rustls")]
        shown
            .field("root_certificates", &self.roots.len())
            .field("has_client_certificate", &self.identity.is_some());
        shown.finish()
    }
}

/// Answers every name with loopback, as RFC 6761 wants it for `localhost` and all below it: a
/// name server must not be able to send a key elsewhere in clear.
struct LoopbackNames;

impl Resolve for LoopbackNames {
    fn resolve(&self, _: Name) -> Resolving {
        let hosts = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
        let addresses: Addrs = Box::new(hosts.into_iter().map(|host| SocketAddr::new(host, 0)));
        Box::pin(std::future::ready(Ok(addresses)))
    }
}
