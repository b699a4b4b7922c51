//! Who may ask. Live keys stand behind the daemon, so neither a page on another site nor a name
//! that was made to point here may drive it.

use crate::error::ApiError;
use crate::origin::is_foreign;
use axum::extract::{Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use kei_router::Secret;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tower_http::cors::{AllowOrigin, CorsLayer};

/// Which requests are allowed.
#[derive(Clone, Debug)]
pub struct Guard {
    bind: IpAddr,
    token: Option<Secret>,
    origins: Vec<HeaderValue>,
    hosts: Vec<String>,
}

impl Guard {
    /// Rules for a daemon that listens on `bind`: with a token, every request must bear it but
    /// `GET /healthz` and the page at `/`, which asks for it; pages of `origins` may ask beside the
    /// daemon's own.
    pub fn new(bind: IpAddr, token: Option<Secret>, origins: Vec<HeaderValue>) -> Self {
        Self { bind, token, origins, hosts: Vec::new() }
    }

    /// With further names of this machine, without ports: those by which a proxy in front of the
    /// daemon is known.
    pub fn with_hosts(mut self, hosts: Vec<String>) -> Self {
        self.hosts = hosts;
        self
    }

    pub(crate) fn token(&self) -> Option<&Secret> {
        self.token.as_ref()
    }

    /// Whether `Host` names this machine as loopback, as the address given by `--bind`, or by a
    /// name of the list.
    ///
    /// A page whose own name was pointed at 127.0.0.1 sends that name. Where the daemon listens
    /// on every address, any bare address will do: such a name is never an address.
    fn knows_host(&self, request: &Request) -> bool {
        let mut hosts = request.headers().get_all(header::HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else { return false };
        let host = host.to_str().ok().and_then(|host| host.parse::<Authority>().ok());
        let target = request.uri().authority();
        host.is_some_and(|host| target.is_none_or(|t| *t == host) && self.is_here(&host))
    }

    fn is_here(&self, host: &Authority) -> bool {
        let name = host.host().trim_start_matches('[').trim_end_matches(']');
        let here = match name.parse::<IpAddr>() {
            Ok(ip) => ip.is_loopback() || ip == self.bind || self.bind.is_unspecified(),
            Err(_) => name.eq_ignore_ascii_case("localhost"),
        };
        (here || self.is_named(name)) && !host.as_str().contains('@')
    }

    /// Whether the list of further names has this one.
    pub(crate) fn is_named(&self, name: &str) -> bool {
        self.hosts.iter().any(|host| host.eq_ignore_ascii_case(name))
    }

    /// Whether pages of this origin may ask.
    pub(crate) fn is_listed(&self, origin: &HeaderValue) -> bool {
        self.origins.contains(origin)
    }
}

/// Refuses a request that is not allowed; passes on the others.
pub(crate) async fn guard(
    State(guard): State<Arc<Guard>>,
    request: Request,
    next: Next,
) -> Response {
    let refused = if !guard.knows_host(&request) {
        "the Host header does not name this daemon; see --allow-host"
    } else if is_foreign(&request, &guard) {
        "pages of this origin may not ask; see --allow-origin"
    } else {
        return next.run(request).await;
    };
    ApiError::forbidden(refused).into_response()
}

/// What lets pages of the list read answers. Chrome also asks whether a public page may reach a
/// private address.
pub(crate) fn cors(rules: &Guard) -> CorsLayer {
    let listed = rules.origins.clone();
    CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(move |origin, _| listed.contains(origin)))
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE])
        .expose_headers([header::RETRY_AFTER])
        .allow_private_network(true)
        .max_age(Duration::from_secs(600))
        .vary([header::ORIGIN])
}
