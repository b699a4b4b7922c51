//! Which web pages may ask: those of the daemon's own origin, and those on the list.

use crate::Guard;
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::{HOST, ORIGIN};
use axum::http::uri::Authority;

/// Whether a page of another origin asks that is not on the list, by `Origin`. Browsers send one
/// with every cross-site request that could do harm; other programs send none.
pub(crate) fn is_foreign(request: &Request, rules: &Guard) -> bool {
    let mut origins = request.headers().get_all(ORIGIN).iter();
    match (origins.next(), origins.next()) {
        (None, _) => false,
        (Some(origin), None) => !rules.is_listed(origin) && !is_own(origin, request, rules),
        _ => true,
    }
}

/// Whether it is the origin of a page that the daemon itself served: over plain HTTP, or over
/// HTTPS where a proxy of a listed name stands in front.
fn is_own(origin: &HeaderValue, request: &Request, rules: &Guard) -> bool {
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok());
    let Some((origin, host)) = origin.to_str().ok().zip(host) else { return false };
    let is_host = |origin: &str| origin.eq_ignore_ascii_case(host);
    let named = || host.parse::<Authority>().is_ok_and(|host| rules.is_named(host.host()));
    origin.strip_prefix("http://").is_some_and(is_host)
        || origin.strip_prefix("https://").is_some_and(is_host) && named()
}
