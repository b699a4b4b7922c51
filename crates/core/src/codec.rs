//! Codecs: a chat request in, an HTTP request out; frames in, events out. No I/O.

mod catalog;
mod decoder;
mod delegate;
mod descriptor;
mod dialect;
mod endpoint;
mod multi_wire;
mod named;
mod template;
mod wire;
mod with_models;

pub use crate::model::{CacheMarks, Efforts, ModelRow, ModelTable};
pub use crate::pricing::{PriceFactor, ToolFee};
pub use crate::refusal::Refusal;
pub use crate::turn::Turn;
pub use catalog::{Catalog, OnePage, Page, with_query};
pub use decoder::{DecodeError, Decoder};
pub use delegate::DelegateCodec;
pub use descriptor::Descriptor;
pub use dialect::{DialectCodec, WireDialect};
pub use endpoint::Endpoint;
pub use multi_wire::MultiWire;
pub use named::named;
pub use wire::{Auth, Wire};
pub use with_models::WithModels;

use crate::framing::Framer;
use crate::{ChatRequest, ErrorKind, Head, LlmError, ModelInfo, Warning};
use bytes::Bytes;
use http::Request;
use std::fmt;
use std::sync::Arc;

/// Encodes requests for a vendor and decodes its responses. Codecs are values: a vendor defined at
/// run time is an `Arc<dyn Codec>`.
pub trait Codec: Send + Sync + 'static {
    /// The vendor's description.
    fn descriptor(&self) -> &Descriptor;

    /// What is known about a model; an empty `ModelInfo` if it is unknown.
    fn model_info(&self, model: &str) -> ModelInfo;

    /// Encodes a request.
    ///
    /// # Errors
    /// `BadRequest` for a request that the vendor would refuse with a 400.
    fn encode(&self, request: &ChatRequest, target: &Target<'_>) -> Result<Encoded, LlmError>;

    /// How to list the vendor's models; `None` if the vendor has no such endpoint. [`OnePage`] by
    /// default.
    fn catalog(&self) -> Option<&dyn Catalog> {
        Some(&OnePage)
    }

    /// Classifies a refusal; `head` is the head of the response that carried it. The default covers
    /// what vendors have in common; an implementation checks its own codes first and falls back to
    /// [`Refusal::common_kind`].
    fn classify(&self, refusal: &Refusal, head: &Head) -> ErrorKind {
        let _ = head;
        refusal.common_kind()
    }

    /// The same codec under another name, as [`Descriptor::named`] changes it: for one of several
    /// servers that are compatible with the vendor. `None`, the default, leaves it to [`named`],
    /// under which what belongs to one vendor (extras, opaque parts) keeps the codec's own name.
    fn renamed(&self, name: &str) -> Option<Arc<dyn Codec>> {
        let _ = name;
        None
    }
}

/// A type that identifies a vendor and creates its codec: the parameter of `HttpProvider`, and an
/// entry of the facade's vendor table. Implemented for every codec that has a `Default`.
pub trait DefaultCodec: 'static {
    /// The codec's type.
    type Codec: Codec;

    /// Creates the vendor's codec with default settings.
    fn codec() -> Self::Codec;
}

impl<C: Codec + Default> DefaultCodec for C {
    type Codec = C;

    fn codec() -> C {
        C::default()
    }
}

/// Where a request goes.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Target<'a> {
    /// The URL to post to.
    pub endpoint: &'a Endpoint,
    /// The model.
    pub model: &'a str,
    /// Whether the endpoint is a third party's rather than the vendor's: such a server may
    /// implement the wire format less strictly.
    pub third_party: bool,
    models: Option<&'a ModelTable>,
}

impl<'a> Target<'a> {
    /// A request for this model at this endpoint, with the vendor's own rules.
    pub fn new(endpoint: &'a Endpoint, model: &'a str) -> Self {
        let third_party = endpoint.is_third_party();
        Self { endpoint, model, third_party, models: None }
    }

    /// Sets whether the endpoint is a third party's.
    pub const fn third_party(mut self, third_party: bool) -> Self {
        self.third_party = third_party;
        self
    }

    /// Sets the caller's own model rows.
    pub const fn with_models(mut self, models: &'a ModelTable) -> Self {
        self.models = Some(models);
        self
    }

    /// What is known about the model: the caller's rows, with the codec's table filling in the
    /// rest.
    pub fn model_info(&self, of_codec: ModelInfo) -> ModelInfo {
        match self.models {
            Some(models) => models.info(self.model).over(of_codec),
            None => of_codec,
        }
    }
}

/// An encoded request, and the decoder of its response.
#[non_exhaustive]
pub struct Encoded {
    /// The HTTP request. The engine sets `Accept` unless the codec has.
    pub request: Request<Bytes>,
    /// Warnings about options that were omitted or defaulted.
    pub warnings: Vec<Warning>,
    /// Splits the response body into frames.
    pub framer: Box<dyn Framer>,
    /// Decodes the frames.
    pub decoder: Box<dyn Decoder>,
}

impl Encoded {
    /// An encoded request without warnings.
    pub fn new(request: Request<Bytes>, framer: Box<dyn Framer>, decoder: impl Decoder) -> Self {
        Self { request, warnings: Vec::new(), framer, decoder: Box::new(decoder) }
    }

    /// Sets the warnings about options that were omitted or defaulted.
    pub fn with_warnings(mut self, warnings: Vec<Warning>) -> Self {
        self.warnings = warnings;
        self
    }
}

/// Shows sizes only: the request holds the caller's data.
impl fmt::Debug for Encoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Encoded")
            .field("body_bytes", &self.request.body().len())
            .field("warnings", &self.warnings.len())
            .field("framer", &self.framer)
            .finish_non_exhaustive()
    }
}
