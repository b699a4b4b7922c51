//! `POST /chat`: a message in, the model's answer out as it comes. Step 3 of INTEGRATION.md.

use crate::error::ApiError;
use crate::log::Provider;
use crate::request::{ChatBody, ChatQuery};
use crate::sse;
use crate::state::AppState;
use axum::Extension;
use axum::Json;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

/// Opens the vendor's stream before it answers, so that what the vendor refuses is a status and
/// no event.
pub(crate) async fn chat(
    State(state): State<AppState>,
    query: Result<Query<ChatQuery>, QueryRejection>,
    body: Result<Json<ChatBody>, JsonRejection>,
) -> Result<Response, ApiError> {
    let Query(query) = query?;
    let Json(mut body) = body?;
    let given = body.conversation_id.take().filter(|id| !id.is_empty());
    let request = body.into_request()?;
    let name = query.provider.as_deref().unwrap_or(&state.default_provider);

    let provider = state.router.pick(name)?;
    let stream = provider.stream(&request).await?;

    let conversation_id = given.unwrap_or_else(|| Uuid::new_v4().to_string());
    let answer = sse::answer(stream, conversation_id, query.wants_usage());
    Ok((Extension(Provider(provider.name().to_owned())), answer).into_response())
}
