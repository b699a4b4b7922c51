//! Parts of what a user says: text, images, documents, audio.

use super::body::{WireAudio, WireFile, WireImage, WirePart};
use kei_router_core::encode::{Draft, document_text, file_name, is_remote};
use kei_router_core::{Capability, LlmError, Media, MediaSource, Part, PartKind};

type Written<'a> = Result<Option<WirePart<'a>>, LlmError>;

/// A part of a user message or a tool's result; `None` for one that is left out.
pub(super) fn write<'a>(part: &'a Part, draft: &mut Draft<'a>) -> Written<'a> {
    let written = unmarked(part, draft)?;
    draft.marked(part, written)
}

/// The same without its mark of the prompt cache.
pub(super) fn unmarked<'a>(part: &'a Part, draft: &mut Draft<'a>) -> Written<'a> {
    match &part.kind {
        PartKind::Text { text } => Ok(Some(WirePart::text(text))),
        PartKind::Image(media) => image(media, draft),
        PartKind::Document(media) => document(media, draft),
        PartKind::Audio(media) => Ok(draft.audio(media)?.map(|(data, format)| {
            WirePart::InputAudio { input_audio: WireAudio { data, format } }
        })),
        PartKind::State(_) => Ok(None),
        PartKind::Reasoning(_) => draft.leave_out("reasoning", "only the model reasons"),
        PartKind::ToolCall(_) => draft.leave_out("tool_call", "only the model calls tools"),
        _ => draft.leave_out("part", "this wire has no place for it"),
    }
}

fn image<'a>(media: &'a Media, draft: &mut Draft<'a>) -> Written<'a> {
    if !draft.takes_image(media)? {
        return Ok(None);
    }
    let image = match &media.source {
        MediaSource::Url(url) => WireImage::ImageUrl(url.into()),
        MediaSource::FileId(id) => WireImage::FileId(id),
        _ => WireImage::ImageUrl(media.data_url().unwrap_or_default().into()),
    };
    Ok(Some(WirePart::InputImage { image, mark: None }))
}

/// A document of plain text is text; others are files.
fn document<'a>(media: &'a Media, draft: &mut Draft<'a>) -> Written<'a> {
    if let Some(text) = document_text(media) {
        return Ok(Some(WirePart::text(text)));
    }
    if draft.lacks(Capability::Documents) {
        return draft.leave_out("document", "the model reads none");
    }
    let filename = file_name(media);
    let file = match &media.source {
        MediaSource::FileId(file_id) => WireFile::Uploaded { file_id },
        MediaSource::Url(url) if is_remote(url) && !draft.support.remote_media => {
            return draft.leave_out("document", "the vendor fetches none from a URL");
        }
        MediaSource::Url(url) if is_remote(url) => WireFile::Remote { file_url: url },
        MediaSource::Url(url) => WireFile::Here { filename, file_data: url.into() },
        _ => WireFile::Here { filename, file_data: media.data_url().unwrap_or_default().into() },
    };
    Ok(Some(WirePart::InputFile { file, mark: None }))
}
