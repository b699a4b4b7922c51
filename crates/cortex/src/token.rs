//! The bearer token.

use crate::Guard;
use crate::error::ApiError;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use kei_router::Secret;
use std::sync::Arc;
use subtle::ConstantTimeEq;

/// The paths that need no token: they tell nothing and ask nothing of a model. The page asks for
/// the token itself.
const PUBLIC: &[&str] = &["/", "/healthz"];

/// Refuses a request without the token, where there is one.
pub(crate) async fn check(
    State(rules): State<Arc<Guard>>,
    request: Request,
    next: Next,
) -> Response {
    let checked = match rules.token() {
        Some(token) if !PUBLIC.contains(&request.uri().path()) => bears(&request, token),
        _ => Ok(()),
    };
    match checked {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

fn bears(request: &Request, token: &Secret) -> Result<(), ApiError> {
    let given = request.headers().get(header::AUTHORIZATION).map(HeaderValue::as_bytes);
    match given.and_then(credentials) {
        None => Err(ApiError::new(StatusCode::UNAUTHORIZED, "missing bearer token")),
        Some(given) if given.ct_eq(token.expose().as_bytes()).into() => Ok(()),
        Some(_) => Err(ApiError::forbidden("bearer token rejected")),
    }
}

/// The credentials of an `Authorization` header of the scheme `Bearer`.
fn credentials(header: &[u8]) -> Option<&[u8]> {
    let (scheme, rest) = header.split_at_checked(7)?;
    scheme.eq_ignore_ascii_case(b"Bearer ").then(|| rest.trim_ascii())
}
