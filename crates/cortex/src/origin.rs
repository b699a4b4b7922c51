//! Which web pages may ask: those of the daemon's own origin, and those on the list.

use axum::extract::Request;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, HOST,
    ORIGIN, VARY,
};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};

/// Where a request comes from.
#[derive(Debug)]
pub(crate) enum Source {
    /// No page, or one of the daemon's own origin.
    Own,
    /// A page of an origin on the list.
    Listed(HeaderValue),
    /// A page of any other origin.
    Foreign,
}

/// Where a request comes from, by its `Origin`. Browsers send one with every cross-site request
/// that could do harm; other programs send none.
pub(crate) fn source(request: &Request, listed: &[HeaderValue]) -> Source {
    let mut origins = request.headers().get_all(ORIGIN).iter();
    match (origins.next(), origins.next()) {
        (None, _) => Source::Own,
        (Some(origin), None) if listed.contains(origin) => Source::Listed(origin.clone()),
        (Some(origin), None) if is_own(origin, request) => Source::Own,
        _ => Source::Foreign,
    }
}

fn is_own(origin: &HeaderValue, request: &Request) -> bool {
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok());
    let origin = origin.to_str().ok().and_then(|origin| origin.strip_prefix("http://"));
    matches!((origin, host), (Some(a), Some(b)) if a.eq_ignore_ascii_case(b))
}

/// Whether a browser asks in advance for a page of another origin.
pub(crate) fn is_preflight(request: &Request) -> bool {
    request.method() == Method::OPTIONS
        && request.headers().contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

/// The answer to a preflight. Chrome also asks whether a public page may reach a private address.
pub(crate) fn preflight(request: &Request) -> Response {
    const PRIVATE: &str = "access-control-request-private-network";
    let fixed = [
        (ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST")),
        (ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("authorization, content-type")),
        (ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600")),
    ];
    let mut response = (StatusCode::NO_CONTENT, fixed).into_response();
    if request.headers().contains_key(PRIVATE) {
        let yes = HeaderValue::from_static("true");
        response.headers_mut().insert("access-control-allow-private-network", yes);
    }
    response
}

/// Lets a listed page read the response.
pub(crate) fn readable_by(origin: HeaderValue, response: &mut Response) {
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("retry-after"));
    headers.append(VARY, HeaderValue::from_static("origin"));
}
