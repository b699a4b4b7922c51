//! Whether an answer is a stream, or a refusal.

use crate::codec::refused;
use crate::{BoxBody, Codec, LlmError, Refusal, Secret, WireResponse};
use bytes::Bytes;
use std::future::poll_fn;
use std::time::Duration;

/// How much of an error body is read, in bytes.
const ERROR_BODY: usize = 64 * 1024;
/// How long an error body may take: its status is known already.
const ERROR_BODY_TIME: Duration = Duration::from_secs(5);

/// Lets an answer through that is a stream, and hands over the chunk that was read to tell.
pub(super) async fn accept<C: Codec>(
    codec: &C,
    mut answer: WireResponse,
    key: Option<&Secret>,
) -> Result<(WireResponse, Bytes), LlmError> {
    let status = answer.head.status;
    if !status.is_success() {
        return Err(read_refusal(codec, answer, Bytes::new(), key).await);
    }
    if !answer.head.is_media_type("application/json") {
        return Ok((answer, Bytes::new()));
    }
    // Some servers give a stream this type; a document begins with a brace.
    let chunk = poll_fn(|cx| answer.body.poll_chunk(cx)).await;
    let chunk = chunk.transpose().map_err(|error| error.with_provider(provider(codec)))?;
    let chunk = chunk.unwrap_or_default();
    if matches!(chunk.trim_ascii_start().first(), Some(b'{' | b'[')) {
        return Err(read_refusal(codec, answer, chunk, key).await);
    }
    Ok((answer, chunk))
}

fn provider<C: Codec>(codec: &C) -> String {
    codec.descriptor().name.clone().into_owned()
}

/// The error that an answer is, with what its body says, as far as it comes in time.
pub(super) async fn read_refusal<C: Codec>(
    codec: &C,
    answer: WireResponse,
    first: Bytes,
    key: Option<&Secret>,
) -> LlmError {
    let WireResponse { head, mut body } = answer;
    let bytes = read_bounded(&mut body, first.to_vec(), ERROR_BODY).await;
    drop(body);
    let text = String::from_utf8_lossy(&bytes);
    let status = head.status;
    let told = Some(status.as_u16()).filter(|_| !status.is_success());
    let refusal = Refusal::read(told, &bytes);
    if status.is_success() && !refusal.is_error {
        let message = "a JSON document came in place of a stream";
        return LlmError::corrupt(message)
            .with_status(status.as_u16())
            .with_body(key.map_or_else(|| text.to_string(), |key| key.scrub(&text)))
            .with_provider(provider(codec));
    }
    refused(codec, &refusal, &head, &text, key)
}

/// What comes of a body, up to so many bytes, within its time.
pub(super) async fn read_bounded(body: &mut BoxBody, mut bytes: Vec<u8>, most: usize) -> Vec<u8> {
    body.limit(ERROR_BODY_TIME);
    while bytes.len() < most {
        match poll_fn(|cx| body.poll_chunk(cx)).await {
            Some(Ok(chunk)) => {
                let room = most.saturating_sub(bytes.len());
                bytes.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
            }
            // What is there must do.
            Some(Err(_)) | None => break,
        }
    }
    bytes
}
