//! From what a user gives to the URL to post to.

use crate::{Descriptor, LlmError};
use http::Uri;

/// A URL to post to. It prints without its query.
#[derive(Clone, PartialEq, Eq)]
pub struct Endpoint(Uri);

impl Endpoint {
    /// Resolves `given`, a full URL or a base, for this vendor:
    ///
    /// - a URL that ends with a path of one of its wires is taken as it is;
    /// - a base whose path ends with a version, such as `/v1`, gets the wire's first path;
    /// - a base without a path gets the version and the path;
    /// - any other base gets them too where the vendor's own base has no version in it (as
    ///   Anthropic's SDKs do it), else the path alone (as OpenAI's SDKs do it).
    ///
    /// A query is kept.
    ///
    /// # Errors
    /// `BadRequest` for anything that is not an `http` or `https` URL with a host.
    pub fn resolve(given: &str, descriptor: &Descriptor) -> Result<Self, LlmError> {
        let (url, query) = match given.trim().split_once('?') {
            Some((url, query)) => (url, Some(query)),
            None => (given.trim(), None),
        };
        let url = url.trim_end_matches('/');
        let wire = descriptor.wire_below(url);
        let path = url.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
        let path = path.map_or("", |(_, path)| path);
        let mut full = url.to_owned();
        let mut ends = descriptor.wires().flat_map(|wire| wire.paths.iter());
        if !ends.any(|end| ends_with(path, end)) {
            let own_base_has_version = descriptor.base_url.ends_with(wire.version_path.as_ref());
            if !is_versioned(path) && (path.is_empty() || !own_base_has_version) {
                full.push_str(&wire.version_path);
            }
            full.push('/');
            full.push_str(wire.paths.first().map_or("", |path| path.as_ref()));
        }
        if let Some(query) = query {
            full.push('?');
            full.push_str(query);
        }
        Self::parse(&full)
    }

    /// A complete URL.
    ///
    /// # Errors
    /// `BadRequest` for anything that is not an `http` or `https` URL with a host.
    pub fn parse(url: &str) -> Result<Self, LlmError> {
        let wrong = || LlmError::bad_request("the endpoint is not an http or https URL");
        let uri: Uri = url.parse().map_err(|_| wrong())?;
        let known = matches!(uri.scheme_str(), Some("http" | "https"));
        if known && uri.host().is_some_and(|host| !host.is_empty()) {
            Ok(Self(uri))
        } else {
            Err(wrong())
        }
    }

    /// The URL.
    pub fn uri(&self) -> &Uri {
        &self.0
    }

    /// The URL with `path` in place of the wire's own; a query is kept.
    pub(crate) fn beside(&self, path: &str, descriptor: &Descriptor) -> Result<Self, LlmError> {
        let own = self.0.path().trim_end_matches('/');
        let ends = descriptor.wires().flat_map(|wire| wire.paths.iter());
        let base = ends.filter_map(|end| own.strip_suffix(end.as_ref())).next().unwrap_or("/");
        let scheme = self.0.scheme_str().unwrap_or_default();
        let authority = self.0.authority().map_or("", |authority| authority.as_str());
        let query = self.0.query().map(|query| format!("?{query}")).unwrap_or_default();
        Self::parse(&format!("{scheme}://{authority}{base}{path}{query}"))
    }

    /// Whether the path ends with `end`, a whole number of segments.
    pub fn ends_with(&self, end: &str) -> bool {
        ends_with(self.0.path().trim_matches('/'), end)
    }
}

fn ends_with(path: &str, end: &str) -> bool {
    path.strip_suffix(end).is_some_and(|before| before.is_empty() || before.ends_with('/'))
}

/// Whether the last segment is `v` and a number, such as `v1` or `v1beta`.
fn is_versioned(path: &str) -> bool {
    let last = path.rsplit('/').next().unwrap_or_default();
    last.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

impl std::fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let scheme = self.0.scheme_str().unwrap_or_default();
        let host = self.0.host().unwrap_or_default();
        write!(f, "{scheme}://{host}")?;
        if let Some(port) = self.0.port_u16() {
            write!(f, ":{port}")?;
        }
        f.write_str(self.0.path())
    }
}

#[cfg(test)]
mod tests;
