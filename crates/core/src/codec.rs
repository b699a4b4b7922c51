//! What a vendor crate is: request in, HTTP request out; frame in, events out. No I/O.

mod catalog;
mod decoder;
mod descriptor;
mod endpoint;
mod template;
mod wire;
mod with_models;

pub use crate::model::{CacheMarks, Efforts, ModelRow, ModelTable};
pub use crate::pricing::{PriceFactor, ToolFee};
pub use crate::refusal::Refusal;
pub use crate::turn::Turn;
pub use catalog::{Catalog, OnePage, Page, with_query};
pub use decoder::{DecodeError, Decoder};
pub use descriptor::Descriptor;
pub use endpoint::Endpoint;
pub use wire::{Auth, Wire};
pub use with_models::WithModels;

use crate::framing::Framer;
use crate::{ChatRequest, ErrorKind, Head, LlmError, ModelInfo, Warning};
use bytes::Bytes;
use http::Request;
use std::fmt;
use std::sync::Arc;

/// A vendor's wire: how a request is written and an answer is read. It is a value: a vendor that
/// is defined at run time is an `Arc<dyn Codec>`.
pub trait Codec: Send + Sync + 'static {
    /// What the vendor is.
    fn descriptor(&self) -> &Descriptor;

    /// What is known of a model; nothing for an unknown one.
    fn model_info(&self, model: &str) -> ModelInfo;

    /// Writes a request.
    ///
    /// # Errors
    /// `BadRequest` for what the vendor cannot be asked; it is better told here than by a 400.
    fn encode(&self, request: &ChatRequest, target: &Target<'_>) -> Result<Encoded, LlmError>;

    /// The vendor's list of models; `None` for a vendor that has none. By default [`OnePage`].
    fn catalog(&self) -> Option<&dyn Catalog> {
        Some(&OnePage)
    }

    /// The kind of error that a refusal is; `head` is that of the answer it came in. The default
    /// knows what vendors have in common; a vendor adds its own words, and asks
    /// [`Refusal::common_kind`] for the rest.
    fn classify(&self, refusal: &Refusal, head: &Head) -> ErrorKind {
        let _ = head;
        refusal.common_kind()
    }
}

/// A type that names a vendor, and makes its codec: what an `XxxProvider`, and a line of the
/// facade's table, know of it. A codec with a default is one.
pub trait DefaultCodec: 'static {
    /// The vendor's codec with its default settings.
    fn codec() -> Arc<dyn Codec>;
}

impl<C: Codec + Default> DefaultCodec for C {
    fn codec() -> Arc<dyn Codec> {
        Arc::new(C::default())
    }
}

/// A shared codec is a codec.
impl<C: Codec + ?Sized> Codec for Arc<C> {
    fn descriptor(&self) -> &Descriptor {
        (**self).descriptor()
    }

    fn model_info(&self, model: &str) -> ModelInfo {
        (**self).model_info(model)
    }

    fn encode(&self, request: &ChatRequest, target: &Target<'_>) -> Result<Encoded, LlmError> {
        (**self).encode(request, target)
    }

    fn catalog(&self) -> Option<&dyn Catalog> {
        (**self).catalog()
    }

    fn classify(&self, refusal: &Refusal, head: &Head) -> ErrorKind {
        (**self).classify(refusal, head)
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
    /// Whether the endpoint is the caller's own, and not the vendor's: its server may keep fewer
    /// promises than the vendor does.
    pub third_party: bool,
    models: Option<&'a ModelTable>,
}

impl<'a> Target<'a> {
    /// The server at this endpoint, which is asked for this model.
    pub fn new(endpoint: &'a Endpoint, model: &'a str) -> Self {
        let third_party = endpoint.is_third_party();
        Self { endpoint, model, third_party, models: None }
    }

    /// The same, where the endpoint is the caller's own if `third_party`, and else the vendor's.
    pub const fn third_party(mut self, third_party: bool) -> Self {
        self.third_party = third_party;
        self
    }

    /// The same, where these rows are the caller's own.
    pub const fn with_models(mut self, models: &'a ModelTable) -> Self {
        self.models = Some(models);
        self
    }

    /// What is known of the model: what the caller's own rows say, and for the rest what the
    /// codec's table does.
    pub fn model_info(&self, of_codec: ModelInfo) -> ModelInfo {
        match self.models {
            Some(models) => models.info(self.model).over(of_codec),
            None => of_codec,
        }
    }
}

/// A request as it goes over the wire, and what reads its answer.
#[non_exhaustive]
pub struct Encoded {
    /// The HTTP request. `Accept` is set by the engine where the codec leaves it out.
    pub request: Request<Bytes>,
    /// What was left out or chosen.
    pub warnings: Vec<Warning>,
    /// What cuts the answer's body into frames.
    pub framer: Box<dyn Framer>,
    /// What reads the frames.
    pub decoder: Box<dyn Decoder>,
}

impl Encoded {
    /// A request, how the answer's body is cut into frames, and what reads them. There are no
    /// warnings.
    pub fn new(request: Request<Bytes>, framer: Box<dyn Framer>, decoder: impl Decoder) -> Self {
        Self { request, warnings: Vec::new(), framer, decoder: Box::new(decoder) }
    }

    /// With these warnings of what was left out or chosen.
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
