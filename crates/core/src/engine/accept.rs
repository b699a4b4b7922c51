//! Tells streams, whole JSON documents and refusals apart.

use super::bounded::{counted, read_document, read_error, read_start};
use super::ending::refused;
use crate::codec::Codec;
use crate::framing::Framer;
use crate::{BoxBody, Head, HttpResponse, LlmError, Refusal, Secrets};
use bytes::Bytes;
use http::header::CONTENT_ENCODING;

/// An accepted response.
pub(super) struct Accepted {
    pub(super) head: Head,
    pub(super) secrets: Secrets,
    pub(super) content: Content,
}

pub(super) enum Content {
    /// A stream, and the bytes that were read to recognize it.
    Stream(BoxBody, Bytes),
    /// A whole JSON document in place of the stream.
    Document(String),
}

/// What the framing expects of a body.
#[derive(Clone, Copy)]
pub(super) struct Expected {
    media_types: &'static [&'static str],
    begins_with_json: bool,
}

impl Expected {
    pub(super) fn of(framer: &dyn Framer) -> Self {
        let begins_with_json = framer.begins_with_json();
        Self { media_types: framer.media_types(), begins_with_json }
    }
}

/// Accepts a stream, or a document in place of one; anything else is an error. The body's first
/// bytes are awaited only if the media type does not decide.
pub(super) async fn accept(
    codec: &dyn Codec,
    answer: HttpResponse,
    expected: Expected,
    max_document: usize,
) -> Result<Accepted, LlmError> {
    if !answer.head.status.is_success() {
        return Err(read_refusal(codec, answer).await);
    }
    let named = |error: LlmError| error.with_provider(codec.descriptor().name.clone());
    let HttpResponse { head, mut body, secrets } = answer;
    check_encoding(&head).map_err(named)?;
    if is_stream(&head, expected) {
        let content = Content::Stream(body, Bytes::new());
        return Ok(Accepted { head, secrets, content });
    }
    let is_known = |start: &[u8]| begins_document(start, expected).is_some();
    let start = read_start(&mut body, is_known).await.map_err(named)?;
    if begins_document(counted(&start), expected) != Some(true) {
        return Ok(Accepted { head, secrets, content: Content::Stream(body, start) });
    }
    let document = read_document(&mut body, start, max_document).await.map_err(named)?;
    let text = String::from_utf8(document)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    match Refusal::read_document(&text) {
        Some(refusal) => Err(refused(codec, &refusal, &head, &text, &secrets)),
        None => Ok(Accepted { head, secrets, content: Content::Document(text) }),
    }
}

/// The error for a refusal, with as much of its body as arrives in time.
pub(super) async fn read_refusal(codec: &dyn Codec, answer: HttpResponse) -> LlmError {
    let HttpResponse { head, mut body, secrets } = answer;
    let bytes = read_error(&mut body).await;
    drop(body);
    let refusal = Refusal::read(Some(head.status.as_u16()), &bytes);
    refused(codec, &refusal, &head, &String::from_utf8_lossy(&bytes), &secrets)
}

/// Rejects compressed bodies, which are not requested and cannot be decoded.
fn check_encoding(head: &Head) -> Result<(), LlmError> {
    let encoding = head.headers.get(CONTENT_ENCODING).and_then(|value| value.to_str().ok());
    let encoding = encoding.map_or("", str::trim);
    let known = ["gzip", "x-gzip", "deflate", "br", "zstd", "compress"];
    match known.into_iter().find(|known| encoding.eq_ignore_ascii_case(known)) {
        None if encoding.is_empty() || encoding.eq_ignore_ascii_case("identity") => Ok(()),
        named => Err(LlmError::corrupt(format!(
            "the answer is compressed (content-encoding: {}), which was not asked for",
            named.unwrap_or("another than identity")
        ))),
    }
}

/// Whether the media type alone identifies a stream. `application/json` may be a document even if
/// the framing is JSON lines.
fn is_stream(head: &Head, expected: Expected) -> bool {
    let is_own = expected.media_types.iter().any(|own| head.is_media_type(own));
    is_own && !head.is_media_type("application/json")
}

/// Whether a body that begins like this is a JSON document rather than a stream; `None` if more
/// bytes are needed. With JSON lines, a document has its first brace on a line of its own.
fn begins_document(start: &[u8], expected: Expected) -> Option<bool> {
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    let (first, rest) = start.split_first()?;
    match first {
        b'{' | b'[' if expected.begins_with_json => {
            let next = rest.iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r'))?;
            Some(*next == b'\n')
        }
        first => Some(matches!(first, b'{' | b'[')),
    }
}
