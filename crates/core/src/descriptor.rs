//! What a vendor is: its names, its places and its wire, as data.

use crate::{Endpoint, LlmError};
use http::Uri;
use std::borrow::Cow;

type Text = Cow<'static, str>;
type Texts = Cow<'static, [Text]>;

/// A vendor, as a value: vendors defined at run time have one too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Descriptor {
    /// The name under which it is picked, such as `anthropic`.
    pub name: Text,
    /// The environment variables that may hold the key, the first one first.
    pub key_vars: Texts,
    /// The environment variables that may hold the model.
    pub model_vars: Texts,
    /// The environment variables that may hold the URL to post to, or a base of it.
    pub endpoint_vars: Texts,
    /// The model that is used unless another is asked for.
    pub default_model: Text,
    /// The vendor's own base URL.
    pub base_url: Text,
    /// How requests and answers look, unless the URL to post to is another wire's.
    pub wire: Wire,
    /// Further wires that the vendor speaks, each told by its paths.
    pub more_wires: Cow<'static, [Wire]>,
    /// The format that is spoken at a base URL of another host, which says nothing of the wire;
    /// `None` for the default wire's. Servers that are compatible with a vendor may know its
    /// older wire alone.
    pub base_format: Option<Text>,
}

/// How requests and answers look: what an encoder, a decoder and a simulator must agree on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wire {
    /// The format: `anthropic-messages`, `chat-completions` and so on.
    pub format: Text,
    /// The path of the version, `/v1`, which some base URLs contain and some do not.
    pub version_path: Text,
    /// The last segments of the URL to post to. A URL that ends with one of them is complete;
    /// the first is appended to a base.
    pub paths: Texts,
    /// Where the key goes.
    pub auth: Auth,
    /// Where the usage stands.
    pub usage: UsagePlace,
    /// What ends a stream.
    pub terminator: Terminator,
}

/// Where the key goes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Auth {
    /// `Authorization: Bearer KEY`.
    Bearer,
    /// A header of this name, which holds the bare key.
    Header(Text),
}

/// Where a stream tells its usage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UsagePlace {
    /// In the wire's own events.
    Events,
    /// In a chunk of its own, without choices, after the finish reason.
    Trailer,
    /// At the top of the chunk with the finish reason.
    FinishChunk,
    /// Inside the choice that has the finish reason.
    Choice,
    /// In every chunk, cumulative.
    EveryChunk,
}

/// What ends a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Terminator {
    /// The wire's own last event; nothing else proves that the reply is whole.
    LastEvent,
    /// `[DONE]`; nothing else proves that the reply is whole.
    DoneDemanded,
    /// `[DONE]` is promised; a finish reason without it is whole, with a warning.
    DonePromised,
    /// `[DONE]` never comes; a finish reason proves that the reply is whole.
    FinishReason,
}

impl Descriptor {
    /// Every wire that the vendor speaks, the default one first.
    pub fn wires(&self) -> impl Iterator<Item = &Wire> {
        std::iter::once(&self.wire).chain(self.more_wires.iter())
    }

    /// The wire that is spoken below a base URL.
    pub(crate) fn wire_below(&self, base: &str) -> &Wire {
        let host = |url: &str| url.parse::<Uri>().ok()?.host().map(str::to_owned);
        let elsewhere = host(base) != host(&self.base_url);
        let format = self.base_format.as_ref().filter(|_| elsewhere);
        self.wires().find(|wire| Some(&wire.format) == format).unwrap_or(&self.wire)
    }

    /// The wire that is spoken at a URL.
    pub fn wire_at(&self, endpoint: &Endpoint) -> &Wire {
        let speaks = |wire: &&Wire| wire.paths.iter().any(|path| endpoint.ends_with(path));
        self.wires().find(speaks).unwrap_or(&self.wire)
    }

    /// The same vendor with this wire as its only one.
    pub fn speaking(&self, wire: &Wire) -> Self {
        Self {
            wire: wire.clone(),
            more_wires: Cow::Borrowed(&[]),
            base_format: None,
            ..self.clone()
        }
    }

    /// The vendor's own URL for the default wire.
    ///
    /// # Errors
    /// `BadRequest` where the descriptor's base is no URL.
    pub fn own_endpoint(&self) -> Result<Endpoint, LlmError> {
        Endpoint::resolve(&self.base_url, self)
    }

    /// Whether a URL is another than the vendor's own, for each of its wires.
    pub fn is_custom(&self, endpoint: &Endpoint) -> bool {
        let own = |wire: &Wire| self.speaking(wire).own_endpoint();
        !self.wires().any(|wire| own(wire).is_ok_and(|own| own == *endpoint))
    }

    /// The variable that a user should set to give a key.
    pub fn key_var(&self) -> &str {
        self.key_vars.first().map_or("", Cow::as_ref)
    }
}
