//! Destinations of requests, and whether keys may be sent there.

use http::{HeaderMap, Request};
use kei_router_core::LlmError;
use std::net::IpAddr;
use url::{Host, Url};

/// The URL to post to, as reqwest parses it.
pub(crate) struct Destination {
    pub(crate) url: Url,
    pub(crate) route: Route,
}

/// The kinds of destinations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// This machine: never through a proxy.
    Loopback,
    /// Anywhere else.
    Outward,
}

impl Destination {
    pub(crate) fn of<B>(request: &Request<B>) -> Result<Self, LlmError> {
        // The parser's reason is dropped, since it may show parts of the URL.
        let url = Url::parse(&request.uri().to_string())
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
            .ok_or_else(|| LlmError::configuration("the endpoint is not an http or https URL"))?;
        let route = if is_loopback(&url) { Route::Loopback } else { Route::Outward };
        Ok(Self { url, route })
    }

    /// Rejects sending a secret unencrypted to another machine.
    pub(crate) fn check_cleartext(&self, headers: &HeaderMap) -> Result<(), LlmError> {
        let in_clear = self.url.scheme() == "http" && self.route == Route::Outward;
        let in_url = !self.url.username().is_empty() || self.url.password().is_some();
        if in_clear && (in_url || headers.values().any(http::HeaderValue::is_sensitive)) {
            return Err(LlmError::configuration(
                "a key would go to another machine over plain http: use an https endpoint, or \
                 call allow_cleartext(true) on the provider's builder",
            ));
        }
        Ok(())
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::V6(ip).is_loopback(),
        Some(Host::Domain(name)) => {
            // The parser has lowercased it; a fully qualified name may end with a dot.
            let name = name.strip_suffix('.').unwrap_or(name);
            name == "localhost" || name.ends_with(".localhost")
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Destination, Route};
    use http::{HeaderMap, HeaderValue, Request};

    fn to(url: &str) -> Destination {
        Destination::of(&Request::post(url).body(()).unwrap()).unwrap()
    }

    #[test]
    fn loopback_is_what_reqwest_will_connect_to() {
        let near = ["localhost:1", "LOCALHOST", "localhost.", "a.b.localhost", "127.0.0.1:8080"];
        for host in near.into_iter().chain(["127.9.9.9", "127.1", "0x7f.1", "[::1]:80"]) {
            assert_eq!(to(&format!("http://{host}/v1")).route, Route::Loopback, "{host}");
        }
        let far = ["localhost.example.com", "notlocalhost", "128.0.0.1", "0.0.0.0", "[::2]"];
        for host in far.into_iter().chain(["127.0.0.1.example.com", "localhost@example.com"]) {
            assert_eq!(to(&format!("http://{host}/v1")).route, Route::Outward, "{host}");
        }
    }

    #[test]
    fn a_secret_goes_in_clear_to_loopback_only() {
        let mut secret = HeaderMap::new();
        let mut key = HeaderValue::from_static("sk-1");
        key.set_sensitive(true);
        secret.insert("x-api-key", key);
        let plain = HeaderMap::from_iter([(http::header::ACCEPT, HeaderValue::from_static("a"))]);
        let refuses = |url: &str, headers: &HeaderMap| to(url).check_cleartext(headers).is_err();

        assert!(refuses("http://192.0.2.1/v1", &secret));
        assert!(refuses("http://me:sk-1@192.0.2.1/v1", &plain));
        assert!(!refuses("http://192.0.2.1/v1", &plain));
        assert!(!refuses("https://192.0.2.1/v1", &secret));
        assert!(!refuses("http://127.0.0.1/v1", &secret));
    }
}
