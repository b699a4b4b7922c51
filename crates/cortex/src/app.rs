//! The routes, and what every request passes on its way to them.

use crate::error::ApiError;
use crate::guard::{self, guard};
use crate::{AppState, Guard, chat, log, page, providers, token};
use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use std::sync::Arc;

/// The daemon: its routes, behind the guard.
///
/// The guard comes first, then what lets listed pages read an answer, then the token: a browser
/// asks in advance without one, and a listed page may read that its token was refused.
pub fn app(state: AppState, rules: Guard) -> Router {
    let rules = Arc::new(rules);
    Router::new()
        .route("/", get(page::page))
        .route("/chat", post(chat::chat))
        .route("/providers", get(providers::providers))
        .route("/healthz", get(healthz))
        .fallback(no_such_path)
        .method_not_allowed_fallback(no_such_method)
        .layer(from_fn_with_state(Arc::clone(&rules), token::check))
        .layer(guard::cors(&rules))
        .layer(from_fn_with_state(rules, guard))
        .layer(from_fn_with_state(state.clone(), log::log))
        .with_state(state)
}

/// What answers on a connection beyond the limit.
pub(crate) fn busy(state: AppState) -> Router {
    Router::new()
        .route("/healthz", get(healthz))
        .fallback(|| async { ApiError::busy("too many connections are open") })
        .layer(from_fn(close))
        .layer(from_fn_with_state(state, log::log))
}

async fn healthz() -> &'static str {
    "ok"
}

async fn no_such_path() -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, "no such path")
}

async fn no_such_method() -> ApiError {
    ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "no such method on this path")
}

/// Says that the connection is closed behind the answer.
async fn close(request: Request, next: axum::middleware::Next) -> Response {
    let mut response = next.run(request).await.into_response();
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}
