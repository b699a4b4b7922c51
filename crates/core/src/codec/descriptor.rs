//! Vendors as data: name, environment variables, endpoint and wire formats.

use super::{Endpoint, Wire};
use crate::LlmError;
use http::Uri;
use std::borrow::Cow;

type Text = Cow<'static, str>;

/// Describes a vendor. It is a plain value, so vendors can be defined at run time.
///
/// ```
/// use kei_router_core::codec::{Descriptor, Wire};
///
/// let chat = Wire::new("chat-completions", "chat/completions");
/// let vendor = Descriptor::new("acme", "https://api.acme.example/v1", chat)
///     .with_default_model("acme-1")
///     .with_key_vars(["ACME_API_KEY"]);
/// assert_eq!(vendor.endpoint_vars, ["ACME_ENDPOINT", "ACME_BASE_URL"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Descriptor {
    /// The provider's name, such as `anthropic`.
    pub name: Text,
    /// Environment variables for the API key, in order of preference.
    pub key_vars: Vec<Text>,
    /// Environment variables for the model.
    pub model_vars: Vec<Text>,
    /// Environment variables for the endpoint: the full URL, or a base URL.
    pub endpoint_vars: Vec<Text>,
    /// The environment variables that allow credentials over plain HTTP to a server that is not on
    /// this machine, by `1` or `true`: for a server on the operator's own network.
    pub cleartext_vars: Vec<Text>,
    /// The model used for requests that name none.
    pub default_model: Text,
    /// The vendor's own base URL.
    pub base_url: Text,
    /// The default wire format.
    pub wire: Wire,
    /// Further wire formats, recognized by the path of the endpoint.
    pub more_wires: Vec<Wire>,
    /// The wire format to use at a third party's base URL; `None` for the default one. Compatible
    /// servers may implement only a vendor's older format.
    pub base_format: Option<Text>,
}

impl Descriptor {
    /// A vendor with this name, base URL and default wire format. Its variables are `NAME_API_KEY`,
    /// `NAME_MODEL`, `NAME_ENDPOINT` and `NAME_BASE_URL`, with the name in upper case; it has no
    /// default model.
    pub fn new(name: impl Into<Text>, base_url: impl Into<Text>, wire: Wire) -> Self {
        let name = name.into();
        let vars = |ends: &[&str]| vars(std::slice::from_ref(&name), ends);
        Self {
            key_vars: vars(&["API_KEY"]),
            model_vars: vars(&["MODEL"]),
            endpoint_vars: vars(&["ENDPOINT", "BASE_URL"]),
            cleartext_vars: vars(&["ALLOW_CLEARTEXT"]),
            name,
            default_model: Text::Borrowed(""),
            base_url: base_url.into(),
            wire,
            more_wires: Vec::new(),
            base_format: None,
        }
    }

    /// Sets the default model.
    pub fn with_default_model(mut self, model: impl Into<Text>) -> Self {
        self.default_model = model.into();
        self
    }

    /// Sets the prefixes of all variables, in order of preference: `["KIMI", "MOONSHOT"]` means
    /// `KIMI_API_KEY`, else `MOONSHOT_API_KEY`, and so on.
    pub fn with_var_prefixes<const N: usize>(mut self, prefixes: [&'static str; N]) -> Self {
        let prefixes = prefixes.map(Text::Borrowed);
        self.set_vars(&prefixes);
        self
    }

    /// The same vendor's wire formats under another name, with the variables of that name: for one
    /// of several servers that are compatible with the vendor.
    pub fn named(mut self, name: impl Into<Text>) -> Self {
        self.name = name.into();
        self.set_vars(&[self.name.clone()]);
        self
    }

    fn set_vars(&mut self, prefixes: &[Text]) {
        self.key_vars = vars(prefixes, &["API_KEY"]);
        self.model_vars = vars(prefixes, &["MODEL"]);
        self.endpoint_vars = vars(prefixes, &["ENDPOINT", "BASE_URL"]);
        self.cleartext_vars = vars(prefixes, &["ALLOW_CLEARTEXT"]);
    }

    /// Sets the variables for the key; none for a server that needs no key.
    pub fn with_key_vars<T: Into<Text>>(mut self, vars: impl IntoIterator<Item = T>) -> Self {
        self.key_vars = vars.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the variables for the model.
    pub fn with_model_vars<T: Into<Text>>(mut self, vars: impl IntoIterator<Item = T>) -> Self {
        self.model_vars = vars.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the variables for the endpoint.
    pub fn with_endpoint_vars<T: Into<Text>>(mut self, vars: impl IntoIterator<Item = T>) -> Self {
        self.endpoint_vars = vars.into_iter().map(Into::into).collect();
        self
    }

    /// Adds a wire format, which is used at URLs that end with its path.
    pub fn with_wire(mut self, wire: Wire) -> Self {
        self.more_wires.push(wire);
        self
    }

    /// Sets the wire format to use at third parties' base URLs.
    pub fn with_base_format(mut self, format: impl Into<Text>) -> Self {
        self.base_format = Some(format.into());
        self
    }

    /// Every wire format of the vendor, the default first.
    pub fn wires(&self) -> impl Iterator<Item = &Wire> {
        std::iter::once(&self.wire).chain(self.more_wires.iter())
    }

    /// The wire format to use below a base URL.
    pub(super) fn wire_below(&self, base: &str) -> &Wire {
        let host = |url: &str| url.parse::<Uri>().ok()?.host().map(str::to_owned);
        let elsewhere = host(base) != host(&self.base_url);
        let format = self.base_format.as_ref().filter(|_| elsewhere);
        self.wires().find(|wire| Some(&wire.format) == format).unwrap_or(&self.wire)
    }

    /// The wire format to use at an endpoint.
    pub fn wire_at(&self, endpoint: &Endpoint) -> &Wire {
        self.wires().find(|wire| endpoint.speaks(wire)).unwrap_or(&self.wire)
    }

    /// The same vendor with this as its only wire format.
    pub fn speaking(&self, wire: &Wire) -> Self {
        Self { wire: wire.clone(), more_wires: Vec::new(), base_format: None, ..self.clone() }
    }

    /// The vendor's own endpoint for the default wire format.
    ///
    /// # Errors
    /// `Configuration` if the base URL is invalid.
    pub fn own_endpoint(&self) -> Result<Endpoint, LlmError> {
        Endpoint::resolve(&self.base_url, self)
    }

    /// The preferred variable for the key.
    pub fn key_var(&self) -> &str {
        self.key_vars.first().map_or("", Cow::as_ref)
    }
}

/// The variables with these prefixes and suffixes.
fn vars(prefixes: &[Text], ends: &[&str]) -> Vec<Text> {
    let upper = |prefix: &Text| prefix.to_ascii_uppercase().replace(['-', '.', ' '], "_");
    let each = |prefix| ends.iter().map(move |end| Text::Owned(format!("{}_{end}", upper(prefix))));
    prefixes.iter().flat_map(each).collect()
}
