//! The kinds of errors, and their scopes.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The kinds of errors: one for each variant of [`LlmError`](crate::LlmError), and two subkinds:
/// `Unreachable` is an `Http`, `ModelNotFound` an `Upstream`. Serialized as [`ErrorKind::as_str`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorKind {
    /// No key.
    MissingKey,
    /// Too many requests or tokens.
    RateLimit,
    /// Overloaded or down.
    ServiceUnavailable,
    /// A timeout expired.
    Timeout,
    /// Any other refusal by the vendor.
    Upstream,
    /// No provider has this name.
    UnknownProvider,
    /// No connection, or a broken one.
    Http,
    /// The connection was refused: a local server is down.
    Unreachable,
    /// The vendor does not have the model.
    ModelNotFound,
    /// The key was rejected.
    Authentication,
    /// The provider is not set up right.
    Configuration,
    /// Quota or credit used up.
    QuotaExhausted,
    /// The request is invalid.
    BadRequest,
    /// The request is too long for the model.
    ContextLength,
    /// Rejected by a content filter.
    ContentFilter,
    /// The reply ended early.
    Truncated,
    /// The reply could not be decoded.
    Corrupt,
    /// The reply is larger than a limit.
    TooLarge,
    /// Cancelled by the caller.
    Cancelled,
}

/// What an error is about, and so what a retry or fallback policy may do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Scope {
    /// The request: neither a retry nor another vendor will help.
    Request,
    /// The model: another one may work.
    Model,
    /// The key: another one may work, or this one later.
    Key,
    /// The vendor: retry, or try another.
    Provider,
    /// The caller: stop.
    Caller,
}

/// Which timeout expired.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Phase {
    /// Name look-up, connection and TLS.
    Connect,
    /// From the request until the headers of the response.
    Handshake,
    /// Between two chunks of the response.
    Idle,
    /// The whole exchange.
    Total,
    /// The vendor's own timeout: it answered 408 or 504.
    Upstream,
}

impl ErrorKind {
    /// The status with which an HTTP host should answer its own client.
    pub fn http_status(self) -> u16 {
        match self {
            Self::UnknownProvider | Self::BadRequest => 400,
            Self::ContextLength => 413,
            Self::ContentFilter => 422,
            Self::RateLimit => 429,
            Self::Cancelled => 499,
            Self::MissingKey | Self::Authentication | Self::Configuration => 500,
            Self::ServiceUnavailable => 503,
            Self::Timeout => 504,
            Self::Upstream
            | Self::Http
            | Self::Unreachable
            | Self::ModelNotFound
            | Self::QuotaExhausted
            | Self::Truncated
            | Self::Corrupt
            | Self::TooLarge => 502,
        }
    }

    /// The kind as an identifier, such as `missing_key`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MissingKey => "missing_key",
            Self::RateLimit => "rate_limit",
            Self::ServiceUnavailable => "service_unavailable",
            Self::Timeout => "timeout",
            Self::Upstream => "upstream",
            Self::UnknownProvider => "unknown_provider",
            Self::Http => "http",
            Self::Unreachable => "unreachable",
            Self::ModelNotFound => "model_not_found",
            Self::Authentication => "authentication",
            Self::Configuration => "configuration",
            Self::QuotaExhausted => "quota_exhausted",
            Self::BadRequest => "bad_request",
            Self::ContextLength => "context_length",
            Self::ContentFilter => "content_filter",
            Self::Truncated => "truncated",
            Self::Corrupt => "corrupt",
            Self::TooLarge => "too_large",
            Self::Cancelled => "cancelled",
        }
    }

    pub(super) fn sentence(self) -> &'static str {
        match self {
            Self::MissingKey => "no API key",
            Self::RateLimit => "rate limit reached",
            Self::ServiceUnavailable => "service unavailable",
            Self::Timeout => "timed out",
            Self::Upstream => "the request was refused",
            Self::UnknownProvider => "unknown provider",
            Self::Http => "the connection failed",
            Self::Unreachable => "the server is not there",
            Self::ModelNotFound => "the server does not have the model",
            Self::Authentication => "the API key was not accepted",
            Self::Configuration => "the provider is not set up right",
            Self::QuotaExhausted => "quota or credit used up",
            Self::BadRequest => "bad request",
            Self::ContextLength => "the request is too long for the model",
            Self::ContentFilter => "refused by a content filter",
            Self::Truncated => "the reply was cut short",
            Self::Corrupt => "the reply cannot be read",
            Self::TooLarge => "the reply is larger than the limit",
            Self::Cancelled => "cancelled",
        }
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "connecting",
            Self::Handshake => "waiting for the answer to begin",
            Self::Idle => "waiting for more of the answer",
            Self::Total => "the whole exchange",
            Self::Upstream => "at the vendor",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::ErrorKind;

    #[test]
    fn a_kind_is_its_word_in_json() {
        for kind in [ErrorKind::MissingKey, ErrorKind::Http, ErrorKind::ModelNotFound] {
            let json = serde_json::to_string(&kind).unwrap();
            assert_eq!(json, format!("{:?}", kind.as_str()));
            assert_eq!(serde_json::from_str::<ErrorKind>(&json).unwrap(), kind);
        }
    }
}
