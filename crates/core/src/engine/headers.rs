//! The headers that callers add, within bounds.

use super::Route;
use crate::{ChatRequest, LlmError};
use http::HeaderMap;

/// How many headers a request or a provider may add, and their bytes in all. Servers take a
/// hundred or so, and some tens of KiB; beyond some ten thousand HTTP libraries panic.
const MAX_HEADERS: usize = 1000;
const MAX_BYTES: usize = 256 * 1024;

/// Adds the provider's own headers, but those that the request has set.
pub(super) fn add_own_headers(
    headers: &mut HeaderMap,
    route: &Route,
    is_set: impl Fn(&str) -> bool,
) -> Result<(), LlmError> {
    let own = || route.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    if are_too_many(own()) {
        return Err(LlmError::configuration("the provider's own headers are too many or too long"));
    }
    for (name, value) in own().filter(|(name, _)| !is_set(name)) {
        let wrong = |_| LlmError::configuration("one of the provider's own headers is no header");
        let (name, value) = crate::encode::extra_header(name, value).map_err(wrong)?;
        headers.insert(name, value);
    }
    Ok(())
}

impl Route {
    /// Whether a request could be sent here, as far as that is known without I/O: the credentials
    /// and the provider's own headers can be written.
    ///
    /// # Errors
    /// `Configuration`, or whatever [`Authorize::check`](crate::transport::Authorize::check) gives.
    pub fn check(&self) -> Result<(), LlmError> {
        add_own_headers(&mut HeaderMap::new(), self, |_| false)?;
        self.authorization.as_ref().map_or(Ok(()), |authorization| authorization.check())
    }
}

/// Refuses a request with more extra headers than can be sent.
pub(super) fn check_extra_headers(request: &ChatRequest) -> Result<(), LlmError> {
    match are_too_many(request.all_extra_headers()) {
        false => Ok(()),
        true => Err(LlmError::bad_request(format!(
            "the extra headers are too many or too long: at most {MAX_HEADERS} of {} KiB in all",
            MAX_BYTES / 1024
        ))),
    }
}

fn are_too_many<'a>(headers: impl Iterator<Item = (&'a str, &'a str)>) -> bool {
    let (mut count, mut bytes) = (0, 0_usize);
    for (name, value) in headers {
        count += 1;
        bytes = bytes.saturating_add(name.len()).saturating_add(value.len());
        if count > MAX_HEADERS || bytes > MAX_BYTES {
            return true;
        }
    }
    false
}
