//! A codec under another name.

use super::{Catalog, Codec, Descriptor, Encoded, Target};
use crate::{ChatRequest, ErrorKind, Head, LlmError, ModelInfo, Refusal};
use std::sync::Arc;

/// `codec` under another name, in events, errors and variables: by [`Codec::renamed`] if it can.
pub fn named(codec: Arc<dyn Codec>, name: &str) -> Arc<dyn Codec> {
    codec.renamed(name).unwrap_or_else(|| {
        let descriptor = codec.descriptor().clone().named(name.to_owned());
        Arc::new(Named { codec, descriptor })
    })
}

/// A codec whose descriptor alone has another name.
struct Named {
    codec: Arc<dyn Codec>,
    descriptor: Descriptor,
}

#[deny(
    clippy::missing_trait_methods,
    reason = "a method that is not forwarded loses a vendor's own"
)]
impl Codec for Named {
    fn descriptor(&self) -> &Descriptor {
        &self.descriptor
    }

    fn model_info(&self, model: &str) -> ModelInfo {
        self.codec.model_info(model)
    }

    fn encode(&self, request: &ChatRequest, target: &Target<'_>) -> Result<Encoded, LlmError> {
        self.codec.encode(request, target)
    }

    fn catalog(&self) -> Option<&dyn Catalog> {
        self.codec.catalog()
    }

    fn classify(&self, refusal: &Refusal, head: &Head) -> ErrorKind {
        self.codec.classify(refusal, head)
    }

    fn renamed(&self, name: &str) -> Option<Arc<dyn Codec>> {
        Some(named(Arc::clone(&self.codec), name))
    }
}
