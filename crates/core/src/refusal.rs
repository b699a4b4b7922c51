//! Refusals: parsing, classification, retry delays, and the resulting errors.

mod classify;
mod error;
mod pruned;
mod read;
mod wait;

use std::time::Duration;

/// A vendor's error, parsed leniently from every shape that vendors are known to use:
/// `{"error":{..}}`, `{"error":"text"}`, `{"detail":..}`, flat `{"code","message"}`, any of them in
/// an array. A body that is not JSON leaves everything but the status empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// The HTTP status; `None` in mid-stream.
    pub status: Option<u16>,
    /// The error's `type`, or Google's `status`.
    pub kind: Option<String>,
    /// The error's `code`.
    pub code: Option<String>,
    /// Further reasons from the error's details: the `reason`s and `quotaId`s of Google's
    /// `details`, the code of Azure's `innererror`.
    pub reasons: Vec<String>,
    /// The error's message. It may echo the prompt.
    pub message: Option<String>,
    /// The vendor's id of the request, if the body has it.
    pub request_id: Option<String>,
    /// The retry delay in the body: Google's `retryDelay`, Kimi's "after N seconds".
    pub wait: Option<Duration>,
    /// Whether the body is an error at all, and not just any JSON or text.
    pub is_error: bool,
}
