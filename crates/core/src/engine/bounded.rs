//! Reads the start, or all, of a body that is not a stream, within limits of size and time.

use super::pace::Pace;
use crate::{BoxBody, ErrorKind, LlmError};
use bytes::Bytes;
use std::future::poll_fn;
use std::task::ready;
use std::time::Duration;

/// How much of an error body is read, in bytes.
const ERROR_BODY: usize = 64 * 1024;
/// How long an error body may take: its status is known already.
const ERROR_BODY_TIME: Duration = Duration::from_secs(5);
/// How many bytes of white space a body may begin with.
const START: usize = 4 * 1024;

/// The start of a body, up to where its type is known. Nothing useful has arrived until then, so it
/// must come within the handshake timeout.
pub(super) async fn read_start(
    body: &mut BoxBody,
    is_known: impl Fn(&[u8]) -> bool,
) -> Result<Bytes, LlmError> {
    let mut pace = Pace::default();
    let mut start = Bytes::new();
    loop {
        body.continue_handshake();
        let Some(chunk) = next_chunk(body, &mut pace).await.transpose()? else { break };
        start = if start.is_empty() { chunk } else { [start, chunk].concat().into() };
        if is_known(counted(&start)) || start.len() >= START {
            break;
        }
    }
    Ok(start)
}

/// The part of the start of a body that counts, regardless of chunking.
pub(super) fn counted(start: &[u8]) -> &[u8] {
    start.get(..START).unwrap_or(start)
}

/// The whole body, of which `start` has been read.
pub(super) async fn read_document(
    body: &mut BoxBody,
    start: Bytes,
    max: usize,
) -> Result<Vec<u8>, LlmError> {
    let mut pace = Pace::default();
    let mut bytes = start.to_vec();
    while bytes.len() <= max {
        match next_chunk(body, &mut pace).await.transpose()? {
            Some(chunk) => bytes.extend_from_slice(&chunk),
            None => return Ok(bytes),
        }
    }
    Err(LlmError::new(ErrorKind::TooLarge, format!("the answer is over {max} bytes")))
}

/// As much of a refusal's body as the limits allow.
pub(super) async fn read_error(body: &mut BoxBody) -> Vec<u8> {
    let mut pace = Pace::default();
    let mut bytes = Vec::new();
    body.limit(ERROR_BODY_TIME);
    // If it breaks off, a part of it is better than nothing.
    while let Some(Ok(chunk)) = next_chunk(body, &mut pace).await {
        let room = ERROR_BODY.saturating_sub(bytes.len());
        bytes.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
        if bytes.len() >= ERROR_BODY {
            break;
        }
    }
    bytes
}

async fn next_chunk(body: &mut BoxBody, pace: &mut Pace) -> Option<Result<Bytes, LlmError>> {
    poll_fn(|cx| {
        ready!(pace.poll_step(cx));
        body.poll_chunk(cx)
    })
    .await
}
