//! Destinations of requests, and whether keys may be sent there.

use http::Request;
use kei_router_core::LlmError;
use std::net::IpAddr;
use url::{Host, Url};

/// The maximum number of headers of a request. The HTTP stack panics at some 32,000.
const MAX_HEADERS: usize = 1024;

/// The URL to post to, as reqwest parses it.
#[derive(Clone)]
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
        // The HTTP stack logs URLs, and not what is in a header marked as sensitive.
        if !url.username().is_empty() || url.password().is_some() {
            return Err(LlmError::configuration(
                "the URL has a user name or a password in it: give credentials by themselves",
            ));
        }
        if request.headers().len() > MAX_HEADERS {
            return Err(LlmError::bad_request("the request has too many headers"));
        }
        let route = if is_loopback(&url) { Route::Loopback } else { Route::Outward };
        Ok(Self { url, route })
    }

    /// Rejects sending a secret unencrypted to another machine.
    pub(crate) fn check_cleartext(&self, has_secret: bool) -> Result<(), LlmError> {
        if has_secret && self.url.scheme() == "http" && self.route == Route::Outward {
            return Err(LlmError::configuration(
                "a key would go to another machine over plain http: use an https endpoint, call \
                 allow_cleartext(true) on the provider's builder, or set <VENDOR>_ALLOW_CLEARTEXT=1",
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
    use http::{HeaderValue, Request};

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
        for host in far.into_iter().chain(["127.0.0.1.example.com"]) {
            assert_eq!(to(&format!("http://{host}/v1")).route, Route::Outward, "{host}");
        }
    }

    #[test]
    fn credentials_in_a_url_and_far_too_many_headers_are_refused() {
        for url in ["http://me:sk-1@127.0.0.1/v1", "https://sk-1@example.com", "http://:p@h/"] {
            let error = Destination::of(&Request::post(url).body(()).unwrap()).err().unwrap();
            assert!(!format!("{error:#} {error:?}").contains("sk-1"), "{error}");
        }
        let mut request = Request::post("https://example.com").body(()).unwrap();
        for n in 0..1100 {
            let name = http::HeaderName::try_from(format!("x-{n}")).unwrap();
            request.headers_mut().insert(name, HeaderValue::from_static("v"));
        }
        assert!(Destination::of(&request).is_err());
    }

    #[test]
    fn a_secret_goes_in_clear_to_loopback_only() {
        let refuses = |url: &str, secret| to(url).check_cleartext(secret).is_err();
        assert!(refuses("http://192.0.2.1/v1", true));
        assert!(!refuses("http://192.0.2.1/v1", false));
        assert!(!refuses("https://192.0.2.1/v1", true));
        assert!(!refuses("http://127.0.0.1/v1", true));
    }
}
