//! URLs as users configure them.

use crate::LlmError;
use http::Uri;

/// Splits a URL into everything before its trailing slashes, and its query.
pub(super) fn parts(given: &str) -> (&str, Option<&str>) {
    let (url, query) = match given.trim().split_once('?') {
        Some((url, query)) => (url, Some(query).filter(|query| !query.is_empty())),
        None => (given.trim(), None),
    };
    (url.trim_end_matches('/'), query)
}

/// Rejects anything that is not a URL to post to.
pub(super) fn checked(url: &str) -> Result<(), LlmError> {
    let uri: Uri = url.parse().map_err(|_| not_a_url())?;
    let known = matches!(uri.scheme_str(), Some("http" | "https"));
    if !known || uri.host().is_none_or(str::is_empty) || url.contains('#') {
        return Err(not_a_url());
    }
    match uri.authority() {
        Some(authority) if authority.as_str().contains('@') => Err(LlmError::configuration(
            "the endpoint has a user name or a password in it: give the key by itself",
        )),
        _ => Ok(()),
    }
}

pub(super) fn not_a_url() -> LlmError {
    LlmError::configuration("the endpoint is not an http or https URL")
}

/// The path of a URL, from its first slash on.
pub(super) fn path_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').and_then(|at| rest.get(at..)).unwrap_or_default()
}

/// Whether the last segment is `v` and a number, such as `v1` or `v1beta`.
pub(super) fn is_versioned(path: &str) -> bool {
    let last = path.rsplit('/').next().unwrap_or_default();
    last.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}
