//! Resolves what a user configures to the URL to post to.

mod given;

use super::{Descriptor, Wire};
use crate::LlmError;
use given::{checked, is_versioned, not_a_url, parts, path_of};
use http::Uri;

/// The endpoint of a vendor: a base URL and the path of a wire format, which may depend on the
/// model. `Debug` leaves out the query.
#[derive(Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// Everything before the wire format's path, including the final slash.
    base: String,
    query: Option<String>,
    /// The wire format; `None` for a URL that was given without a vendor.
    wire: Option<Wire>,
    third_party: bool,
    /// The URL, unless it depends on the model: it is built once.
    fixed: Option<Uri>,
}

impl Endpoint {
    /// Resolves a full URL or a base URL for this vendor:
    ///
    /// - a URL that ends with the path of one of its wire formats is complete; a model in it is
    ///   replaced by that of each request;
    /// - a base URL that ends with a version, such as `/v1`, gets the wire format's path;
    /// - a base URL without a path gets the version and the path;
    /// - any other base URL gets both if the vendor's own base URL has no version (as in
    ///   Anthropic's SDKs), else the path alone (as in OpenAI's SDKs).
    ///
    /// A query is kept, after the wire format's own.
    ///
    /// # Errors
    /// `Configuration` for anything but an `http` or `https` URL with a host, and for one that
    /// contains a user name or password.
    pub fn resolve(given: &str, descriptor: &Descriptor) -> Result<Self, LlmError> {
        let mut endpoint = Self::split(given, descriptor)?;
        endpoint.third_party = match Self::split(&descriptor.base_url, descriptor) {
            Ok(own) => !endpoint.is_below(&own, descriptor),
            Err(_) => true,
        };
        Ok(endpoint.with_fixed_url())
    }

    /// A complete URL, of no particular vendor.
    ///
    /// # Errors
    /// As [`resolve`](Self::resolve).
    pub fn parse(url: &str) -> Result<Self, LlmError> {
        let (base, query) = parts(url);
        checked(base)?;
        let query = query.map(str::to_owned);
        let base = base.to_owned();
        Ok(Self { base, query, wire: None, third_party: true, fixed: None }.with_fixed_url())
    }

    /// The URL for a model.
    ///
    /// # Errors
    /// `BadRequest` for a model that cannot be part of the URL, if the URL contains it.
    pub fn url(&self, model: &str) -> Result<Uri, LlmError> {
        self.fixed.clone().map_or_else(|| self.build(model), Ok)
    }

    fn with_fixed_url(mut self) -> Self {
        let has_model = self.wire.as_ref().is_some_and(|wire| wire.template().has_model());
        self.fixed = if has_model { None } else { self.build("").ok() };
        self
    }

    fn build(&self, model: &str) -> Result<Uri, LlmError> {
        let mut url = self.base.clone();
        if let Some(wire) = &self.wire {
            url.push_str(&wire.path_for(model)?);
        }
        let own = self.wire.as_ref().and_then(|wire| wire.template().query()).unwrap_or_default();
        let name = |pair: &str| pair.split('=').next().unwrap_or_default().to_owned();
        let added = |pair: &&str| own.split('&').all(|own| name(own) != name(pair));
        let given = self.query.iter().flat_map(|query| query.split('&'));
        for (at, pair) in given.filter(added).enumerate() {
            url.push(if at == 0 && own.is_empty() { '?' } else { '&' });
            url.push_str(pair);
        }
        url.parse().map_err(|_| not_a_url())
    }

    /// The URL with `{model}` in place of the model, if it contains one. [`resolve`](Self::resolve)
    /// accepts it.
    pub fn template(&self) -> String {
        let wire = self.wire.as_ref().map_or("", |wire| wire.path.as_ref());
        let path = wire.split('?').next().unwrap_or_default();
        let query = self.query.iter().map(|query| format!("?{query}"));
        format!("{}{path}{}", self.base, query.collect::<String>())
    }

    /// Another path below the same base URL, such as `models`, with this query. The endpoint's own
    /// query is kept.
    ///
    /// # Errors
    /// `Configuration` if the result is not a valid URL.
    pub fn beside(&self, path: &str, query: &[(&str, &str)]) -> Result<Uri, LlmError> {
        let base = match &self.wire {
            Some(_) => self.base.as_str(),
            None => self.base.rfind('/').and_then(|at| self.base.get(..=at)).unwrap_or("/"),
        };
        let given = self.query.clone().into_iter();
        let added = query.iter().map(|(name, value)| format!("{name}={value}"));
        let query: Vec<_> = given.chain(added).collect();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{base}{path}{mark}{}", query.join("&")).parse().map_err(|_| not_a_url())
    }

    /// Whether this is a third party's server rather than the vendor's.
    pub fn is_third_party(&self) -> bool {
        self.third_party
    }

    /// Whether requests go out over plain HTTP, unencrypted.
    pub fn is_cleartext(&self) -> bool {
        self.base.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http:"))
    }

    /// Whether this wire format is used here.
    pub(super) fn speaks(&self, wire: &Wire) -> bool {
        match &self.wire {
            Some(own) => own.format == wire.format,
            None => wire.split(path_of(&self.base)).is_some(),
        }
    }

    fn split(given: &str, descriptor: &Descriptor) -> Result<Self, LlmError> {
        let (url, query) = parts(given);
        checked(url)?;
        let start = url.len().saturating_sub(path_of(url).len());
        let complete = descriptor.wires().find_map(|wire| {
            let (base, _) = wire.split(path_of(url))?;
            let end = start.saturating_add(base.len());
            Some((url.get(..end)?.to_owned(), wire))
        });
        let (base, wire) = complete.unwrap_or_else(|| completed(url, descriptor));
        let query = query.map(str::to_owned);
        Ok(Self { base, query, wire: Some(wire.clone()), third_party: false, fixed: None })
    }

    /// Whether the base URL is the vendor's own, for any of its wire formats.
    fn is_below(&self, own: &Self, descriptor: &Descriptor) -> bool {
        let same = |one: &str, other: &str| one.eq_ignore_ascii_case(other);
        same(&self.base, &own.base)
            || descriptor.wires().any(|wire| {
                let own = Self::split(&descriptor.base_url, &descriptor.speaking(wire));
                own.is_ok_and(|own| same(&self.base, &own.base))
            })
    }
}

/// Completes a base URL up to the wire format's path.
fn completed<'d>(url: &str, descriptor: &'d Descriptor) -> (String, &'d Wire) {
    let wire = descriptor.wire_below(url);
    let path = path_of(url).trim_start_matches('/');
    let version = wire.version_path.as_ref();
    let own_base_has_version = !version.is_empty() && descriptor.base_url.ends_with(version);
    let mut base = url.to_owned();
    if !is_versioned(path) && (path.is_empty() || !own_base_has_version) {
        base.push_str(version);
    }
    base.push('/');
    (base, wire)
}

impl std::fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.template().split('?').next().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests;
