//! Vendors on a shared wire: a descriptor, a dialect of the wire and a table of models.

use super::{Catalog, Codec, Decoder, Descriptor, Encoded, OnePage, Target};
use crate::framing::{self, Framer};
use crate::{ChatRequest, ErrorKind, Head, LlmError, ModelInfo, ModelTable, Refusal, Warning};
use bytes::Bytes;
use http::Request;
use std::fmt;

/// How vendors depart from a wire that many of them speak. The crate of a wire implements it for
/// its dialect; with a descriptor and a table of models that is a [`DialectCodec`].
pub trait WireDialect: Clone + fmt::Debug + Send + Sync + 'static {
    /// Writes a request to a vendor of this dialect, and tells what was left out or chosen.
    ///
    /// # Errors
    /// Those of [`Codec::encode`].
    fn encode(
        codec: &DialectCodec<Self>,
        request: &ChatRequest,
        target: &Target<'_>,
    ) -> Result<(Request<Bytes>, Vec<Warning>), LlmError>;

    /// What reads the answer's frames.
    fn decoder(&self, target: &Target<'_>) -> Box<dyn Decoder>;

    /// What cuts the answer's body into frames. Server-sent events by default.
    fn framer(&self) -> Box<dyn Framer> {
        framing::sse()
    }

    /// The list of models; `None` where there is none. By default [`OnePage`].
    fn catalog(&self) -> Option<&dyn Catalog> {
        Some(&OnePage)
    }

    /// The kind of error that a refusal is, by the words of the vendor and of the wire; `None`
    /// for [`Refusal::common_kind`].
    fn classify(&self, refusal: &Refusal, head: &Head) -> Option<ErrorKind>;
}

/// A vendor on a shared wire, as three values. A wire's crate has a name for it, such as
/// `kei_router_chat_completions::ChatCompletions`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DialectCodec<D> {
    /// What the vendor is.
    pub descriptor: Descriptor,
    /// How it departs from the plain wire.
    pub dialect: D,
    /// What is known of its models.
    pub models: ModelTable,
}

impl<D> DialectCodec<D> {
    /// A vendor of this dialect, of whose models nothing is known.
    pub const fn new(descriptor: Descriptor, dialect: D) -> Self {
        Self { descriptor, dialect, models: ModelTable::EMPTY }
    }

    /// With this table of models.
    pub fn with_models(mut self, models: ModelTable) -> Self {
        self.models = models;
        self
    }
}

impl<D: WireDialect> Codec for DialectCodec<D> {
    fn descriptor(&self) -> &Descriptor {
        &self.descriptor
    }

    fn model_info(&self, model: &str) -> ModelInfo {
        self.models.info(model)
    }

    fn encode(&self, request: &ChatRequest, target: &Target<'_>) -> Result<Encoded, LlmError> {
        let (request, warnings) = D::encode(self, request, target)?;
        let (framer, decoder) = (self.dialect.framer(), self.dialect.decoder(target));
        Ok(Encoded { request, warnings, framer, decoder })
    }

    fn catalog(&self) -> Option<&dyn Catalog> {
        self.dialect.catalog()
    }

    fn classify(&self, refusal: &Refusal, head: &Head) -> ErrorKind {
        self.dialect.classify(refusal, head).unwrap_or_else(|| refusal.common_kind())
    }
}
