//! Vendor-specific body members, headers and tools.

use super::ChatRequest;
use crate::Opaque;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::Arc;

/// Vendor-specific additions to a request.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Extras {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    body: Vec<Extra<Value>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    headers: Vec<Extra<String>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tools: Vec<Opaque>,
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct Extra<T> {
    /// The vendor that this is for; `None` for any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    vendor: Option<String>,
    name: String,
    value: T,
}

impl<T> Extra<T> {
    fn new(vendor: Option<String>, name: impl Into<String>, value: impl Into<T>) -> Self {
        Self { vendor, name: name.into(), value: value.into() }
    }
}

/// Those for any vendor first, so that those for this one win.
fn of<'a, T>(
    extras: &'a [Extra<T>],
    vendor: &'a str,
) -> impl Iterator<Item = (&'a str, &'a T)> + use<'a, T> {
    let any = extras.iter().filter(|extra| extra.vendor.is_none());
    let own = extras.iter().filter(move |extra| extra.vendor.as_deref() == Some(vendor));
    any.chain(own).map(|extra| (extra.name.as_str(), &extra.value))
}

impl ChatRequest {
    /// Merges a member into the body, whatever the vendor.
    ///
    /// Objects are merged member by member, the lists `tools` and `include` are appended to, and
    /// everything else is replaced. What is not named keeps its exact bytes. Several members are
    /// merged in the order in which they were given.
    pub fn extra_body(mut self, key: impl Into<String>, value: impl Into<Value>) -> Self {
        self.extras_mut().body.push(Extra::new(None, key, value));
        self
    }

    /// Like [`ChatRequest::extra_body`], but only for this vendor: a request that falls back to
    /// another vendor goes there without it.
    pub fn extra_body_for(
        mut self,
        vendor: impl Into<String>,
        key: impl Into<String>,
        value: impl Into<Value>,
    ) -> Self {
        self.extras_mut().body.push(Extra::new(Some(vendor.into()), key, value));
        self
    }

    /// Sets a header, replacing any other value, whatever the vendor.
    pub fn extra_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.extras_mut().headers.push(Extra::new(None, name, value));
        self
    }

    /// Like [`ChatRequest::extra_header`], but only for this vendor.
    pub fn extra_header_for(
        mut self,
        vendor: impl Into<String>,
        name: impl Into<String>,
        value: impl Into<String>,
    ) -> Self {
        self.extras_mut().headers.push(Extra::new(Some(vendor.into()), name, value));
        self
    }

    /// Adds one of a vendor's own tools, such as web search, as the JSON text of an entry of its
    /// list of tools. It is sent only to this vendor, in addition to [`ChatRequest::tools`], and
    /// keeps its exact bytes.
    pub fn vendor_tool(mut self, vendor: impl Into<String>, json: impl Into<String>) -> Self {
        self.extras_mut().tools.push(Opaque { provider: vendor.into(), json: json.into() });
        self
    }

    /// The extra members of the body that go to `vendor`, in the order in which they are merged.
    pub fn extra_members<'a>(
        &'a self,
        vendor: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a Value)> {
        of(&self.extras.body, vendor)
    }

    /// The extra headers that go to `vendor`; a later one replaces an earlier one with the same
    /// name.
    pub fn extra_headers<'a>(
        &'a self,
        vendor: &'a str,
    ) -> impl DoubleEndedIterator<Item = (&'a str, &'a str)> {
        let headers = of(&self.extras.headers, vendor).map(|(name, value)| (name, value.as_str()));
        headers.collect::<Vec<_>>().into_iter()
    }

    /// The extra headers, of all vendors.
    pub(crate) fn all_extra_headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.extras.headers.iter().map(|extra| (extra.name.as_str(), extra.value.as_str()))
    }

    /// The vendor-specific tools, of all vendors.
    pub fn vendor_tools(&self) -> &[Opaque] {
        &self.extras.tools
    }

    fn extras_mut(&mut self) -> &mut Extras {
        Arc::make_mut(&mut self.extras)
    }

    /// The names of the extra members and headers, for `Debug`.
    pub(super) fn extra_names(&self) -> (Vec<&str>, Vec<&str>) {
        let members = self.extras.body.iter().map(|extra| extra.name.as_str());
        let headers = self.extras.headers.iter().map(|extra| extra.name.as_str());
        (members.collect(), headers.collect())
    }
}
