//! Codecs of vendors that share a wire format: a descriptor, a dialect and a table of models.

use super::{Catalog, Codec, Decoder, Descriptor, Encoded, OnePage, Target};
use crate::framing::{self, Framer};
use crate::{ChatRequest, ErrorKind, Head, LlmError, ModelInfo, ModelTable, Refusal, Warning};
use bytes::Bytes;
use http::Request;
use std::fmt;
use std::sync::Arc;

/// How a vendor differs from a wire format that many vendors share. The crate of a wire format
/// implements it for its `Dialect`; [`DialectCodec`] makes a codec of that.
pub trait WireDialect: Clone + fmt::Debug + Send + Sync + 'static {
    /// Encodes a request, and returns it with warnings about what was dropped or changed.
    ///
    /// # Errors
    /// Those of [`Codec::encode`].
    fn encode(
        codec: &DialectCodec<Self>,
        request: &ChatRequest,
        target: &Target<'_>,
    ) -> Result<(Request<Bytes>, Vec<Warning>), LlmError>;

    /// Creates the decoder of a response.
    fn decoder(&self, target: &Target<'_>) -> Box<dyn Decoder>;

    /// Creates the framer of a response body. Server-sent events by default.
    fn framer(&self) -> Box<dyn Framer> {
        framing::sse()
    }

    /// How to list the vendor's models; `None` if the vendor has no such endpoint. [`OnePage`] by
    /// default.
    fn catalog(&self) -> Option<&dyn Catalog> {
        Some(&OnePage)
    }

    /// The kind of error of a refusal, by the vendor's and the wire format's own codes; `None` for
    /// [`Refusal::common_kind`].
    fn classify(&self, refusal: &Refusal, head: &Head) -> Option<ErrorKind>;
}

/// The codec of a vendor that shares a wire format with others, from three values. The crates of
/// wire formats have aliases of it, such as `kei_router_chat_completions::ChatCompletions`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DialectCodec<D> {
    /// The vendor's description.
    pub descriptor: Descriptor,
    /// How it differs from the plain wire format.
    pub dialect: D,
    /// Its models.
    pub models: ModelTable,
}

impl<D> DialectCodec<D> {
    /// A codec with an empty table of models.
    pub const fn new(descriptor: Descriptor, dialect: D) -> Self {
        Self { descriptor, dialect, models: ModelTable::EMPTY }
    }

    /// Sets the table of models.
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

    fn renamed(&self, name: &str) -> Option<Arc<dyn Codec>> {
        let descriptor = self.descriptor.clone().named(name.to_owned());
        Some(Arc::new(Self { descriptor, ..self.clone() }))
    }
}
