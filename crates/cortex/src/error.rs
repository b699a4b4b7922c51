//! From errors to answers: a status, and `{"error":{"code","message"}}`.

use crate::log::Note;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kei_router::{ErrorKind, LlmError};
use serde_json::json;
use std::time::Duration;

/// An error as the daemon's own client sees it.
#[derive(Debug)]
pub(crate) struct ApiError {
    status: StatusCode,
    code: &'static str,
    message: String,
    retry_after: Option<Duration>,
    note: Box<Note>,
}

impl ApiError {
    pub(crate) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        let (code, message) = (code(status), message.into());
        Self { status, code, message, retry_after: None, note: Box::default() }
    }

    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    /// For what would be taken on a little later.
    pub(crate) fn busy(message: impl Into<String>) -> Self {
        let retry_after = Some(Duration::from_secs(1));
        Self { retry_after, ..Self::new(StatusCode::SERVICE_UNAVAILABLE, message) }
    }

    /// For what the daemon does not wait for any more.
    pub(crate) fn stopping() -> Self {
        let message = "the daemon is stopping";
        Self { code: "stopping", ..Self::new(StatusCode::SERVICE_UNAVAILABLE, message) }
    }

    /// For a provider without a name.
    pub(crate) fn empty_provider() -> Self {
        let message = "`provider` is empty: leave it out, or take a name of GET /providers";
        Self { code: ErrorKind::UnknownProvider.as_str(), ..Self::bad_request(message) }
    }

    pub(crate) fn forbidden(message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, message)
    }
}

/// The code of an error that is the daemon's own. A model's error has its kind's word.
fn code(status: StatusCode) -> &'static str {
    match status {
        StatusCode::UNAUTHORIZED => "unauthorized",
        StatusCode::FORBIDDEN => "forbidden",
        StatusCode::NOT_FOUND => "not_found",
        StatusCode::METHOD_NOT_ALLOWED => "method_not_allowed",
        StatusCode::REQUEST_TIMEOUT => "request_timeout",
        StatusCode::PAYLOAD_TOO_LARGE => "payload_too_large",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "unsupported_media_type",
        StatusCode::UNPROCESSABLE_ENTITY => "unprocessable",
        StatusCode::SERVICE_UNAVAILABLE => "busy",
        _ => "bad_request",
    }
}

impl From<LlmError> for ApiError {
    fn from(error: LlmError) -> Self {
        Self {
            status: StatusCode::from_u16(error.http_status()).unwrap_or(StatusCode::BAD_GATEWAY),
            code: error.kind().as_str(),
            message: error.to_string(),
            retry_after: error.retry_after(),
            note: Box::new(Note {
                provider: error.provider().map(str::to_owned),
                request_id: error.request_id().map(str::to_owned),
                reason: error.body().map(str::to_owned),
                ..Note::default()
            }),
        }
    }
}

impl From<QueryRejection> for ApiError {
    fn from(_: QueryRejection) -> Self {
        Self::bad_request("the query cannot be read")
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let body = json!({"error": {"code": self.code, "message": self.message}});
        let mut response = (self.status, Json(body)).into_response();
        response.extensions_mut().insert(Note { code: Some(self.code), ..*self.note });
        let headers = response.headers_mut();
        let later = [StatusCode::TOO_MANY_REQUESTS, StatusCode::SERVICE_UNAVAILABLE];
        if let Some(wait) = self.retry_after.filter(|_| later.contains(&self.status)) {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(whole_seconds(wait)));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// The wait in seconds, rounded up, so that no client returns early.
pub(crate) fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs().saturating_add(u64::from(wait.subsec_nanos() > 0))
}

#[cfg(test)]
mod tests {
    use super::{ApiError, whole_seconds};
    use axum::response::IntoResponse;
    use kei_router::{ErrorKind, LlmError};
    use std::time::Duration;

    #[test]
    fn a_wait_is_rounded_up() {
        assert_eq!(whole_seconds(Duration::from_millis(1)), 1);
        assert_eq!(whole_seconds(Duration::from_secs(20)), 20);
        assert_eq!(whole_seconds(Duration::from_millis(1500)), 2);
    }

    #[test]
    fn a_wait_is_told_where_waiting_helps() {
        let answer = |kind| {
            let error = LlmError::new(kind, "").with_retry_after(Duration::from_millis(1500));
            ApiError::from(error).into_response()
        };
        assert_eq!(answer(ErrorKind::RateLimit).headers()["retry-after"], "2");
        assert_eq!(answer(ErrorKind::ServiceUnavailable).headers()["retry-after"], "2");
        assert!(answer(ErrorKind::QuotaExhausted).headers().get("retry-after").is_none());
        assert_eq!(answer(ErrorKind::Cancelled).status(), 499);
    }
}
