//! `POST /chat`: a message in, the model's answer out as it comes. Step 3 of INTEGRATION.md.

use crate::body;
use crate::error::ApiError;
use crate::log::Note;
use crate::request::{ChatBody, ChatQuery};
use crate::sse::Answer;
use crate::state::AppState;
use crate::turn::Turn;
use axum::Extension;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, Request, State};
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

/// Opens the vendor's stream before it answers, so that what the vendor refuses is a status and
/// no event.
pub(crate) async fn chat(
    State(state): State<AppState>,
    query: Result<Query<ChatQuery>, QueryRejection>,
    request: Request,
) -> Result<Response, ApiError> {
    let Query(query) = query?;
    let wanted = query.wanted()?;
    let read = body::read(request, &state).await?;
    let mut body = ChatBody::parse(&read.bytes)?;
    let given = body.conversation_id.take().filter(|id| !id.is_empty());
    let request = body.into_request()?;

    let provider = state.router.pick(query.provider(&state.default_provider)?)?;
    let turn = Turn::new(&state, &provider)?;
    let request = request.meter(turn.meter());
    let stream = tokio::select! {
        opened = provider.stream(&request) => opened?,
        () = state.ending.cancelled() => return Err(ApiError::stopping()),
    };

    let note = Note { provider: Some(turn.provider().to_owned()), ..Note::default() };
    let conversation_id = given.unwrap_or_else(|| Uuid::new_v4().to_string());
    let answer = Answer::new(stream, turn, wanted, conversation_id);
    Ok((Extension(note), answer.into_response()).into_response())
}
