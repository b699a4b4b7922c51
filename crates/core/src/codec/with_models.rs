//! A codec with the caller's own model rows.

use super::{Catalog, Codec, Descriptor, Encoded, Target};
use crate::{ChatRequest, ErrorKind, Head, LlmError, ModelInfo, ModelTable, Refusal};
use std::sync::Arc;

/// Wraps a codec so that the caller's model rows take precedence. What a row sets (a price, a
/// window, a capability) overrides the codec's own table, for prices and for encoding; what it
/// leaves unset is unchanged.
#[derive(Clone)]
pub struct WithModels {
    codec: Arc<dyn Codec>,
    models: ModelTable,
}

impl WithModels {
    /// Wraps `codec` with these rows.
    pub fn new(codec: Arc<dyn Codec>, models: ModelTable) -> Self {
        Self { codec, models }
    }
}

#[deny(
    clippy::missing_trait_methods,
    reason = "a method that is not forwarded loses a vendor's own"
)]
impl Codec for WithModels {
    fn descriptor(&self) -> &Descriptor {
        self.codec.descriptor()
    }

    fn model_info(&self, model: &str) -> ModelInfo {
        self.models.info(model).over(self.codec.model_info(model))
    }

    fn encode(&self, request: &ChatRequest, target: &Target<'_>) -> Result<Encoded, LlmError> {
        self.codec.encode(request, &target.with_models(&self.models))
    }

    fn catalog(&self) -> Option<&dyn Catalog> {
        self.codec.catalog()
    }

    fn classify(&self, refusal: &Refusal, head: &Head) -> ErrorKind {
        self.codec.classify(refusal, head)
    }

    fn renamed(&self, name: &str) -> Option<Arc<dyn Codec>> {
        let codec = super::named(Arc::clone(&self.codec), name);
        Some(Arc::new(Self::new(codec, self.models.clone())))
    }
}
