//! Vendors with several wire formats.

use super::{Catalog, Codec, Descriptor, Encoded, Target, named};
use crate::{ChatRequest, ErrorKind, Head, LlmError, ModelInfo, Refusal};
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// The codec of a vendor with several wire formats, each of which has a codec of its own: the URL
/// of the endpoint selects the codec.
#[derive(Clone)]
pub struct MultiWire {
    descriptor: Descriptor,
    default: Arc<dyn Codec>,
    others: Vec<Arc<dyn Codec>>,
}

impl MultiWire {
    /// Uses `default` unless the URL selects another codec. The description of the vendor, its
    /// models and their list are those of `default`.
    pub fn new(default: impl Codec) -> Self {
        let descriptor = default.descriptor().clone();
        Self { descriptor, default: Arc::new(default), others: Vec::new() }
    }

    /// Uses `other`, a codec of the same vendor, at URLs that end with the path of its wire format.
    pub fn or_at_its_path(mut self, other: impl Codec) -> Self {
        self.descriptor = self.descriptor.with_wire(other.descriptor().wire.clone());
        self.others.push(Arc::new(other));
        self
    }

    /// Sets the format at base URLs of other hosts: see [`Descriptor::base_format`].
    pub fn with_base_format(mut self, format: impl Into<Cow<'static, str>>) -> Self {
        self.descriptor = self.descriptor.with_base_format(format);
        self
    }

    /// All codecs, the default first.
    fn codecs(&self) -> impl Iterator<Item = &dyn Codec> {
        std::iter::once(&self.default).chain(&self.others).map(AsRef::as_ref)
    }
}

impl Codec for MultiWire {
    fn descriptor(&self) -> &Descriptor {
        &self.descriptor
    }

    fn model_info(&self, model: &str) -> ModelInfo {
        self.default.model_info(model)
    }

    fn encode(&self, request: &ChatRequest, target: &Target<'_>) -> Result<Encoded, LlmError> {
        let format = &self.descriptor.wire_at(target.endpoint).format;
        let speaks = |codec: &&dyn Codec| codec.descriptor().wire.format == *format;
        self.codecs().find(speaks).unwrap_or(&*self.default).encode(request, target)
    }

    fn catalog(&self) -> Option<&dyn Catalog> {
        self.default.catalog()
    }

    /// A refusal does not say which format it belongs to: the first codec whose result differs from
    /// [`Refusal::common_kind`] decides.
    fn classify(&self, refusal: &Refusal, head: &Head) -> ErrorKind {
        let common = refusal.common_kind();
        let kinds = self.codecs().map(|codec| codec.classify(refusal, head));
        kinds.into_iter().find(|kind| *kind != common).unwrap_or(common)
    }

    fn renamed(&self, name: &str) -> Option<Arc<dyn Codec>> {
        let renamed = |codec: &Arc<dyn Codec>| named(Arc::clone(codec), name);
        Some(Arc::new(Self {
            descriptor: self.descriptor.clone().named(name.to_owned()),
            default: renamed(&self.default),
            others: self.others.iter().map(renamed).collect(),
        }))
    }
}

impl fmt::Debug for MultiWire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MultiWire").field("descriptor", &self.descriptor).finish_non_exhaustive()
    }
}
