//! Images and documents.

use super::body::{Block, CacheControl, OwnBlock, Source};
use kei_router_core::encode::Draft;
use kei_router_core::{Capability, LlmError, Media, MediaSource};
use std::borrow::Cow;

const PDF: &str = "application/pdf";

pub(super) fn image<'a>(
    image: &'a Media,
    cache_control: Option<CacheControl>,
    draft: &mut Draft<'a>,
) -> Result<Option<Block<'a>>, LlmError> {
    if !draft.takes_image(image)? {
        return Ok(None);
    }
    let source = match (elsewhere(image), &image.media_type, image.base64()) {
        (Some(source), ..) => source,
        (None, Some(media_type), Some(data)) => {
            Source::Base64 { media_type, data: Cow::Owned(data) }
        }
        _ => return Err(LlmError::bad_request("the bytes of an image need a media type")),
    };
    Ok(Some(OwnBlock::Image { source, cache_control }.into()))
}

/// A document: PDF, or text. The wire takes no other bytes.
pub(super) fn document<'a>(
    document: &'a Media,
    cache_control: Option<CacheControl>,
    draft: &mut Draft<'a>,
) -> Result<Option<Block<'a>>, LlmError> {
    if draft.lacks(Capability::Documents) {
        return draft.leave_out("document", "the model reads none");
    }
    let media_type = document.media_type.as_deref().unwrap_or(PDF);
    let source = match (&document.source, elsewhere(document)) {
        (_, Some(source)) => source,
        (MediaSource::Text(text), None) => text_source(text),
        (MediaSource::Bytes(bytes), None) if media_type.starts_with("text/") => {
            let wrong = |_| LlmError::bad_request("a document of text is not UTF-8");
            text_source(std::str::from_utf8(bytes).map_err(wrong)?)
        }
        (MediaSource::Bytes(_), None) if media_type == PDF => {
            let data = Cow::Owned(document.base64().unwrap_or_default());
            Source::Base64 { media_type: PDF, data }
        }
        _ => return draft.leave_out("document", "this wire takes PDF and text alone"),
    };
    let title = document.name.as_deref();
    Ok(Some(OwnBlock::Document { source, title, cache_control }.into()))
}

fn text_source(data: &str) -> Source<'_> {
    Source::Text { media_type: "text/plain", data }
}

/// Media whose bytes the vendor has or fetches. A `data:` URL holds them itself, and the wire
/// takes none.
fn elsewhere(media: &Media) -> Option<Source<'_>> {
    match &media.source {
        MediaSource::FileId(file_id) => Some(Source::File { file_id }),
        MediaSource::Url(url) => Some(inline(url).unwrap_or(Source::Url { url })),
        _ => None,
    }
}

fn inline(url: &str) -> Option<Source<'_>> {
    let (media_type, data) = url.strip_prefix("data:")?.split_once(";base64,")?;
    Some(Source::Base64 { media_type, data: Cow::Borrowed(data) })
}
