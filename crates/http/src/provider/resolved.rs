//! A provider's endpoint, which is resolved when it has changed.

use kei_router_core::LlmError;
use kei_router_core::codec::{Descriptor, Endpoint};
use std::sync::{Mutex, PoisonError};

/// The endpoint that was resolved last, and the URL that it was made of.
#[derive(Default)]
pub(super) struct Resolved(Mutex<Option<(String, Endpoint)>>);

impl Resolved {
    /// The endpoint that `given` is for this vendor. A provider has one descriptor for life.
    pub(super) fn get(&self, given: &str, descriptor: &Descriptor) -> Result<Endpoint, LlmError> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, endpoint)) = last.as_ref().filter(|(url, _)| url == given) {
            return Ok(endpoint.clone());
        }
        let endpoint = Endpoint::resolve(given, descriptor)?;
        *last = Some((given.to_owned(), endpoint.clone()));
        Ok(endpoint)
    }
}
