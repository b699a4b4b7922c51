//! Types that wrap a codec.

use super::{Catalog, Codec, Descriptor, Encoded, Target};
use crate::{ChatRequest, ErrorKind, Head, LlmError, ModelInfo, Refusal};
use std::sync::Arc;

/// A type that wraps a codec and implements [`Codec`] by delegating to it: a vendor's own type,
/// which adds settings and constructors to the codec of a shared wire format.
///
/// ```
/// use kei_router_core::codec::{Codec, DelegateCodec};
/// use std::sync::Arc;
///
/// struct Acme(Arc<dyn Codec>);
///
/// impl DelegateCodec for Acme {
///     type Inner = Arc<dyn Codec>;
///
///     fn inner(&self) -> &Self::Inner {
///         &self.0
///     }
/// }
///
/// fn name(acme: &Acme) -> &str {
///     &acme.descriptor().name // it is a `Codec`
/// }
/// ```
pub trait DelegateCodec: Send + Sync + 'static {
    /// The type of the wrapped codec.
    type Inner: Codec + ?Sized;

    /// The wrapped codec.
    fn inner(&self) -> &Self::Inner;
}

/// A shared codec is a codec.
impl<C: Codec + ?Sized> DelegateCodec for Arc<C> {
    type Inner = C;

    fn inner(&self) -> &C {
        self
    }
}

#[deny(
    clippy::missing_trait_methods,
    reason = "a method that is not forwarded loses a vendor's own"
)]
impl<T: DelegateCodec> Codec for T {
    fn descriptor(&self) -> &Descriptor {
        self.inner().descriptor()
    }

    fn model_info(&self, model: &str) -> ModelInfo {
        self.inner().model_info(model)
    }

    fn encode(&self, request: &ChatRequest, target: &Target<'_>) -> Result<Encoded, LlmError> {
        self.inner().encode(request, target)
    }

    fn catalog(&self) -> Option<&dyn Catalog> {
        self.inner().catalog()
    }

    fn classify(&self, refusal: &Refusal, head: &Head) -> ErrorKind {
        self.inner().classify(refusal, head)
    }

    fn renamed(&self, name: &str) -> Option<Arc<dyn Codec>> {
        self.inner().renamed(name)
    }
}
