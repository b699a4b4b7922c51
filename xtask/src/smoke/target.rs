//! What is tried: a vendor's provider.

use crate::Result;
use kei_router::codec::{Descriptor, Wire};
use kei_router::{ChatRequest, Message, Provider, Vendor, vendors};

/// What every model is asked. A base model, which only goes on writing, can answer it too.
const PROMPT: &str = "Count from one to ten: one, two,";
const MAX_TOKENS: u64 = 32;
/// A key for servers that look at none.
const NO_SECRET: &str = "sk-smoke";

/// A vendor's provider, ready to be tried.
pub(super) struct Target {
    pub(super) vendor: &'static str,
    /// The format that is spoken, where it is known.
    pub(super) format: Option<String>,
    pub(super) provider: Box<dyn Provider>,
    pub(super) request: ChatRequest,
}

/// Which vendor to try, and which of its models: all, with their own, unless said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Choice {
    vendor: Option<String>,
    pub(super) model: Option<String>,
}

impl Target {
    pub(super) fn new(vendor: &Vendor, provider: Box<dyn Provider>, model: Option<&str>) -> Self {
        let model = model.unwrap_or(provider.model()).to_owned();
        let request = ChatRequest::new([Message::user(PROMPT)]).max_tokens(MAX_TOKENS).model(model);
        Self { vendor: vendor.name(), format: None, provider, request }
    }

    /// The vendor at a server that looks at no key, and that speaks this wire there; `None` where
    /// the vendor is not compiled in.
    pub(super) fn at(
        vendor: &Vendor,
        wire: &Wire,
        endpoint: String,
        model: String,
    ) -> Option<Self> {
        let provider = vendor.with_endpoint(NO_SECRET.to_owned(), model, endpoint)?;
        let format = Some(wire.format.to_string());
        Some(Self { format, ..Self::new(vendor, provider, None) })
    }

    /// On a connection of its own: llama.cpp promises to keep one alive and closes it after each
    /// stream, so that a request which follows at once on the same one is lost now and then.
    pub(super) fn closing(self) -> Self {
        Self { request: self.request.extra_header("connection", "close"), ..self }
    }

    pub(super) fn model(&self) -> &str {
        self.request.model.as_deref().unwrap_or(self.provider.model())
    }
}

impl Choice {
    /// Reads `NAME` or `NAME/MODEL`.
    pub(super) fn parse(given: Option<&str>) -> Result<Self> {
        let Some(given) = given else { return Ok(Self::default()) };
        let (name, model) = given.split_once('/').unwrap_or((given, ""));
        let names: Vec<_> = vendors().iter().map(Vendor::name).collect();
        if !names.contains(&name) {
            return Err(format!("there is no vendor {name:?}, only {}", names.join(", ")).into());
        }
        let model = Some(model.to_owned()).filter(|model| !model.is_empty());
        Ok(Self { vendor: Some(name.to_owned()), model })
    }

    /// The chosen rows of the table that are compiled in.
    pub(super) fn vendors(&self) -> Vec<(&'static Vendor, Descriptor)> {
        let rows = vendors().iter();
        let rows = rows.filter(|v| self.vendor.as_deref().is_none_or(|name| name == v.name()));
        rows.filter_map(|vendor| Some((vendor, vendor.descriptor()?))).collect()
    }
}
