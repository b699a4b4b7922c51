//! Converts between kinds of errors and variants.

use super::build::shown;
use super::{ErrorDetail, ErrorKind, LlmError};

/// Every variant, with its detail bound to a name.
macro_rules! any_variant {
    ($detail:ident) => {
        Self::MissingKey($detail)
            | Self::RateLimit($detail)
            | Self::ServiceUnavailable($detail)
            | Self::Timeout($detail)
            | Self::Upstream { detail: $detail, .. }
            | Self::UnknownProvider($detail)
            | Self::Http($detail)
            | Self::Authentication($detail)
            | Self::Configuration($detail)
            | Self::QuotaExhausted($detail)
            | Self::BadRequest($detail)
            | Self::ContextLength($detail)
            | Self::ContentFilter($detail)
            | Self::Truncated($detail)
            | Self::Corrupt($detail)
            | Self::TooLarge($detail)
            | Self::Cancelled($detail)
    };
}

impl LlmError {
    /// Everything that is known about the error.
    pub fn detail(&self) -> &ErrorDetail {
        let any_variant!(detail) = self;
        detail
    }

    pub(super) fn into_detail(self) -> ErrorDetail {
        let any_variant!(detail) = self;
        detail
    }

    pub(super) fn assemble(detail: ErrorDetail) -> Self {
        match detail.0.kind {
            ErrorKind::MissingKey => Self::MissingKey(detail),
            ErrorKind::RateLimit => Self::RateLimit(detail),
            ErrorKind::ServiceUnavailable => Self::ServiceUnavailable(detail),
            ErrorKind::Timeout => Self::Timeout(detail),
            ErrorKind::Upstream | ErrorKind::ModelNotFound => Self::Upstream {
                provider: detail.0.provider.clone().unwrap_or_default(),
                status: detail.0.status.unwrap_or_default(),
                body: shown(detail.0.body.as_deref()).unwrap_or_default().to_owned(),
                detail,
            },
            ErrorKind::UnknownProvider => Self::UnknownProvider(detail),
            ErrorKind::Http | ErrorKind::Unreachable => Self::Http(detail),
            ErrorKind::Authentication => Self::Authentication(detail),
            ErrorKind::Configuration => Self::Configuration(detail),
            ErrorKind::QuotaExhausted => Self::QuotaExhausted(detail),
            ErrorKind::BadRequest => Self::BadRequest(detail),
            ErrorKind::ContextLength => Self::ContextLength(detail),
            ErrorKind::ContentFilter => Self::ContentFilter(detail),
            ErrorKind::Truncated => Self::Truncated(detail),
            ErrorKind::Corrupt => Self::Corrupt(detail),
            ErrorKind::TooLarge => Self::TooLarge(detail),
            ErrorKind::Cancelled => Self::Cancelled(detail),
        }
    }
}
