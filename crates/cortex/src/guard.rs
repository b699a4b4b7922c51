//! Who may ask. Live keys stand behind the daemon, so neither a page on another site nor a name
//! that was made to point here may drive it.

use crate::error::ApiError;
use crate::origin::{Source, is_preflight, preflight, readable_by, source};
use axum::extract::{Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use kei_router::Secret;
use std::net::IpAddr;
use std::sync::Arc;

/// Which requests are allowed.
#[derive(Clone, Debug)]
pub struct Guard {
    bind: IpAddr,
    token: Option<Secret>,
    origins: Vec<HeaderValue>,
}

impl Guard {
    /// Rules for a daemon that listens on `bind`: with a token, every request must bear it but
    /// `GET /healthz` and the page at `/`, which asks for it; pages of `origins` may ask beside the daemon's own.
    pub fn new(bind: IpAddr, token: Option<Secret>, origins: Vec<HeaderValue>) -> Self {
        Self { bind, token, origins }
    }

    /// Whether `Host` names this machine as loopback, or as the address given by `--bind`.
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
        here && !host.as_str().contains('@')
    }

    fn check_token(&self, request: &Request) -> Result<(), ApiError> {
        let Some(token) = &self.token else { return Ok(()) };
        if matches!(request.uri().path(), "/" | "/healthz") {
            return Ok(());
        }
        let given = request.headers().get(header::AUTHORIZATION).map(HeaderValue::as_bytes);
        match given.and_then(bearer) {
            None => Err(ApiError::new(StatusCode::UNAUTHORIZED, "missing bearer token")),
            Some(given) if same(given, token.expose().as_bytes()) => Ok(()),
            Some(_) => Err(ApiError::forbidden("bearer token rejected")),
        }
    }
}

/// Refuses a request that is not allowed; passes on the others.
pub(crate) async fn guard(
    State(guard): State<Arc<Guard>>,
    request: Request,
    next: Next,
) -> Response {
    if !guard.knows_host(&request) {
        return ApiError::forbidden("the Host header does not name this daemon").into_response();
    }
    let listed = match source(&request, &guard.origins) {
        Source::Foreign => {
            let message = "pages of this origin may not ask; see --allow-origin";
            return ApiError::forbidden(message).into_response();
        }
        Source::Listed(origin) => Some(origin),
        Source::Own => None,
    };
    let mut response = if listed.is_some() && is_preflight(&request) {
        preflight(&request)
    } else {
        match guard.check_token(&request) {
            Ok(()) => next.run(request).await,
            Err(error) => error.into_response(),
        }
    };
    if let Some(origin) = listed {
        readable_by(origin, &mut response);
    }
    response
}

/// The credentials of an `Authorization` header of the scheme `Bearer`.
fn bearer(header: &[u8]) -> Option<&[u8]> {
    let (scheme, rest) = header.split_at_checked(7)?;
    scheme.eq_ignore_ascii_case(b"Bearer ").then(|| rest.trim_ascii())
}

/// Whether both are the same, in a time that does not depend on where they differ.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}
