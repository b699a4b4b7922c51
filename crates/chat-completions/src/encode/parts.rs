//! Parts of what a user says: text, images, documents, audio.

use super::body::{WireAudio, WireFile, WirePart, WireUrl};
use crate::Dialect;
use kei_router_core::encode::{Draft, Members, document_text, file_name, is_remote};
use kei_router_core::{Capability, LlmError, Media, MediaSource, Opaque, Part, PartKind};
use serde_json::value::RawValue;
use std::borrow::Cow;

type Written<'a> = Result<Option<WirePart<'a>>, LlmError>;

/// A part of a user message or a tool's result; `None` for one that is left out.
pub(super) fn write<'a>(
    part: &'a Part,
    draft: &mut Draft<'a>,
    dialect: &'a Dialect,
) -> Written<'a> {
    let written = unmarked(part, draft, dialect)?;
    draft.marked(part, written)
}

/// The same without its mark of the prompt cache.
pub(super) fn unmarked<'a>(
    part: &'a Part,
    draft: &mut Draft<'a>,
    dialect: &'a Dialect,
) -> Written<'a> {
    match &part.kind {
        PartKind::Text { text } if text.is_empty() && !dialect.empty_text => Ok(None),
        PartKind::Text { text } => Ok(Some(WirePart::text(text))),
        PartKind::Image(media) => image(media, draft, dialect),
        PartKind::Document(media) => match document_text(media) {
            Some(text) => Ok(Some(WirePart::text(text))),
            None => document(media, draft),
        },
        PartKind::Audio(media) => Ok(draft.audio(media)?.map(|(data, format)| {
            WirePart::InputAudio { input_audio: WireAudio { data, format } }
        })),
        PartKind::State(_) => Ok(None),
        PartKind::Opaque(block) => opaque(block, draft, dialect),
        PartKind::Reasoning(_) => draft.leave_out("reasoning", "only the model reasons"),
        PartKind::ToolCall(_) => draft.leave_out("tool_call", "only the model calls tools"),
        _ => draft.leave_out("part", "this wire has no place for it"),
    }
}

/// A vendor's own block: verbatim where it came from, nowhere else.
pub(super) fn opaque<'a>(
    block: &'a Opaque,
    draft: &mut Draft<'a>,
    dialect: &Dialect,
) -> Written<'a> {
    if !draft.is_own("opaque", Some(&block.provider))? {
        return Ok(None);
    }
    let wrong = |error| LlmError::bad_request("an opaque part is not JSON").with_source(error);
    let kind = Members::parse(&block.json).and_then(|members| members.text("type"));
    if !(dialect.opaque)(kind.as_deref().unwrap_or_default()) {
        return draft.leave_out("opaque", "it is no part of a message on this wire");
    }
    let raw = RawValue::from_string(block.json.clone()).map_err(wrong)?;
    Ok(Some(WirePart::Raw(raw)))
}

fn image<'a>(media: &'a Media, draft: &mut Draft<'a>, dialect: &Dialect) -> Written<'a> {
    if !draft.takes_image(media)? {
        return Ok(None);
    }
    let url: Cow<'a, str> = match &media.source {
        MediaSource::Url(url) => url.into(),
        MediaSource::FileId(id) => match &dialect.image_file_scheme {
            Some(scheme) => format!("{scheme}{id}").into(),
            None => return draft.leave_out("image", "it cannot be given by a file's id here"),
        },
        _ => media.data_url().unwrap_or_default().into(),
    };
    Ok(Some(WirePart::ImageUrl { image_url: WireUrl { url }, mark: None }))
}

/// A document of plain text is text; others are files.
fn document<'a>(media: &'a Media, draft: &mut Draft<'a>) -> Written<'a> {
    if draft.lacks(Capability::Documents) {
        return draft.leave_out("document", "the model reads none");
    }
    let filename = file_name(media);
    let file = match &media.source {
        MediaSource::Url(url) if is_remote(url) => {
            return draft.leave_out("document", "it cannot be given by a URL here");
        }
        MediaSource::FileId(file_id) => WireFile::Uploaded { file_id },
        MediaSource::Url(url) => WireFile::Here { filename, file_data: url.clone() },
        _ => WireFile::Here { filename, file_data: media.data_url().unwrap_or_default() },
    };
    Ok(Some(WirePart::File { file, mark: None }))
}
