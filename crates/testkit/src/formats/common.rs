//! What OpenAI's two formats have in common.

use crate::script::Refused;
use serde_json::{Value, json};

/// When the simulated replies were made, in seconds since 1970.
pub(super) const CREATED: u64 = 1_790_000_000;

/// A refusal for a reason that HTTP itself knows.
pub(super) fn refused(status: u16, message: &str) -> Refused {
    let refused = Refused::new(status, "invalid_request_error", message);
    match status {
        401 => refused.code("invalid_api_key"),
        405 => refused.code("method_not_supported"),
        _ => refused,
    }
}

/// An error as a document.
pub(super) fn error(refused: &Refused) -> Value {
    json!({"error": {
        "message": refused.message, "type": refused.kind, "param": null, "code": refused.code,
    }})
}

/// Padding against a reader who can see only sizes: another one for each event.
pub(super) fn obfuscation(at: usize) -> String {
    let padding = "aGf7RkQ2xLw9".chars().cycle().skip(at % 7);
    padding.take(at.wrapping_mul(5) % 13).collect()
}
