//! The body of a request: JSON, in time, and of bounded size, by itself and with all others.

use crate::AppState;
use crate::error::ApiError;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use futures_util::StreamExt;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// A body that was read, and its share of what all bodies may hold.
pub(crate) struct Read {
    pub(crate) bytes: Vec<u8>,
    share: Option<OwnedSemaphorePermit>,
}

/// Reads the body of a request.
///
/// # Errors
/// 415 where it is not JSON by its type, which pages elsewhere cannot send without asking; 413
/// where it is too large; 408 where it takes too long; 503 where all bodies together are.
pub(crate) async fn read(request: Request, state: &AppState) -> Result<Read, ApiError> {
    let limits = &state.limits;
    if !is_json(request.headers()) {
        let message = "the content type must be application/json";
        return Err(ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
    }
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|length| usize::try_from(length).map_or(true, |l| l > limits.max_body)) {
        return Err(too_large(limits.max_body));
    }
    let read = collect(request.into_body(), limits.max_body, &state.bodies);
    timeout(limits.body, read).await.unwrap_or_else(|_| {
        let message = format!("the body took over {} s", limits.body.as_secs_f64());
        Err(ApiError::new(StatusCode::REQUEST_TIMEOUT, message))
    })
}

async fn collect(body: Body, max: usize, bodies: &Arc<Semaphore>) -> Result<Read, ApiError> {
    let mut read = Read { bytes: Vec::new(), share: None };
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| ApiError::bad_request("the body ended early"))?;
        if read.bytes.len().saturating_add(chunk.len()) > max {
            return Err(too_large(max));
        }
        let size = u32::try_from(chunk.len()).map_err(|_| too_large(max))?;
        let more = Arc::clone(bodies).try_acquire_many_owned(size);
        let more = more.map_err(|_| ApiError::busy("too much is being read at once"))?;
        match &mut read.share {
            Some(share) => share.merge(more),
            none => *none = Some(more),
        }
        read.bytes.extend_from_slice(&chunk);
    }
    Ok(read)
}

fn too_large(max: usize) -> ApiError {
    let message = format!("the body is over {} MiB", max / (1024 * 1024));
    ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, message)
}

/// Whether the type is `application/json` or ends with `+json`.
fn is_json(headers: &HeaderMap) -> bool {
    let given = headers.get(header::CONTENT_TYPE).and_then(|given| given.to_str().ok());
    let essence = given.and_then(|given| given.split(';').next()).unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    let suffixed = essence.starts_with("application/") && essence.ends_with("+json");
    essence == "application/json" || suffixed
}
