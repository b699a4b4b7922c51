//! What a vendor is: its names, its places and its wires, as data.

use super::{Endpoint, Wire};
use crate::LlmError;
use http::Uri;
use std::borrow::Cow;

type Text = Cow<'static, str>;

/// A vendor, as a value: vendors defined at run time have one too.
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
    /// The name under which it is picked, such as `anthropic`.
    pub name: Text,
    /// The environment variables that may hold the key, the first one first.
    pub key_vars: Vec<Text>,
    /// The environment variables that may hold the model.
    pub model_vars: Vec<Text>,
    /// The environment variables that may hold the URL to post to, or a base of it.
    pub endpoint_vars: Vec<Text>,
    /// The model that is used unless another is asked for.
    pub default_model: Text,
    /// The vendor's own base URL.
    pub base_url: Text,
    /// How requests and answers look, unless the URL to post to is another wire's.
    pub wire: Wire,
    /// Further wires that the vendor speaks, each told by its path.
    pub more_wires: Vec<Wire>,
    /// The format that is spoken at a base URL of another host, which says nothing of the wire;
    /// `None` for the default wire's. Servers that are compatible with a vendor may know its
    /// older wire alone.
    pub base_format: Option<Text>,
}

impl Descriptor {
    /// A vendor of this name, with its own base URL and its default wire. Its variables are
    /// `NAME_API_KEY`, `NAME_MODEL`, `NAME_ENDPOINT` and `NAME_BASE_URL`, by its name in capital
    /// letters; it has no default model.
    pub fn new(name: impl Into<Text>, base_url: impl Into<Text>, wire: Wire) -> Self {
        let name = name.into();
        let vars = |ends: &[&str]| vars(std::slice::from_ref(&name), ends);
        Self {
            key_vars: vars(&["API_KEY"]),
            model_vars: vars(&["MODEL"]),
            endpoint_vars: vars(&["ENDPOINT", "BASE_URL"]),
            name,
            default_model: Text::Borrowed(""),
            base_url: base_url.into(),
            wire,
            more_wires: Vec::new(),
            base_format: None,
        }
    }

    /// With this model, unless another is asked for.
    pub fn with_default_model(mut self, model: impl Into<Text>) -> Self {
        self.default_model = model.into();
        self
    }

    /// With the variables of these prefixes, the first one first: `["KIMI", "MOONSHOT"]` for
    /// `KIMI_API_KEY`, else `MOONSHOT_API_KEY`, and so on.
    pub fn with_var_prefixes<const N: usize>(mut self, prefixes: [&'static str; N]) -> Self {
        let prefixes = prefixes.map(Text::Borrowed);
        self.key_vars = vars(&prefixes, &["API_KEY"]);
        self.model_vars = vars(&prefixes, &["MODEL"]);
        self.endpoint_vars = vars(&prefixes, &["ENDPOINT", "BASE_URL"]);
        self
    }

    /// With these variables for the key; none for a server that wants none.
    pub fn with_key_vars<T: Into<Text>>(mut self, vars: impl IntoIterator<Item = T>) -> Self {
        self.key_vars = vars.into_iter().map(Into::into).collect();
        self
    }

    /// With these variables for the model.
    pub fn with_model_vars<T: Into<Text>>(mut self, vars: impl IntoIterator<Item = T>) -> Self {
        self.model_vars = vars.into_iter().map(Into::into).collect();
        self
    }

    /// With these variables for the endpoint.
    pub fn with_endpoint_vars<T: Into<Text>>(mut self, vars: impl IntoIterator<Item = T>) -> Self {
        self.endpoint_vars = vars.into_iter().map(Into::into).collect();
        self
    }

    /// With one more wire, which is spoken at URLs that end with its path.
    pub fn with_wire(mut self, wire: Wire) -> Self {
        self.more_wires.push(wire);
        self
    }

    /// With this format at base URLs of other hosts.
    pub fn with_base_format(mut self, format: impl Into<Text>) -> Self {
        self.base_format = Some(format.into());
        self
    }

    /// Every wire that the vendor speaks, the default one first.
    pub fn wires(&self) -> impl Iterator<Item = &Wire> {
        std::iter::once(&self.wire).chain(self.more_wires.iter())
    }

    /// The wire that is spoken below a base URL.
    pub(super) fn wire_below(&self, base: &str) -> &Wire {
        let host = |url: &str| url.parse::<Uri>().ok()?.host().map(str::to_owned);
        let elsewhere = host(base) != host(&self.base_url);
        let format = self.base_format.as_ref().filter(|_| elsewhere);
        self.wires().find(|wire| Some(&wire.format) == format).unwrap_or(&self.wire)
    }

    /// The wire that is spoken at an endpoint.
    pub fn wire_at(&self, endpoint: &Endpoint) -> &Wire {
        self.wires().find(|wire| endpoint.speaks(wire)).unwrap_or(&self.wire)
    }

    /// The same vendor with this wire as its only one.
    pub fn speaking(&self, wire: &Wire) -> Self {
        Self { wire: wire.clone(), more_wires: Vec::new(), base_format: None, ..self.clone() }
    }

    /// The vendor's own URL for the default wire.
    ///
    /// # Errors
    /// `BadRequest` where the descriptor's base is no URL.
    pub fn own_endpoint(&self) -> Result<Endpoint, LlmError> {
        Endpoint::resolve(&self.base_url, self)
    }

    /// The variable that a user should set to give a key.
    pub fn key_var(&self) -> &str {
        self.key_vars.first().map_or("", Cow::as_ref)
    }
}

/// The variables of these prefixes, by end.
fn vars(prefixes: &[Text], ends: &[&str]) -> Vec<Text> {
    let upper = |prefix: &Text| prefix.to_ascii_uppercase().replace(['-', '.', ' '], "_");
    let each = |prefix| ends.iter().map(move |end| Text::Owned(format!("{}_{end}", upper(prefix))));
    prefixes.iter().flat_map(each).collect()
}
