//! Parts of what a user says: text, images, documents, audio.

use super::Draft;
use super::body::{WireAudio, WireFile, WirePart, WireUrl};
use kei_router_core::{
    Capability, LlmError, Media, MediaSource, Omissions, Opaque, Part, PartKind,
};
use serde_json::Value;
use serde_json::value::RawValue;
use std::borrow::Cow;

type Written<'a> = Result<Option<WirePart<'a>>, LlmError>;

/// A part of a user message or a tool's result; `None` for one that is left out.
pub(super) fn write<'a>(part: &'a Part, draft: &mut Draft<'a>) -> Written<'a> {
    match &part.kind {
        PartKind::Text { text } if text.is_empty() && !draft.dialect.empty_text => Ok(None),
        PartKind::Text { text } => Ok(Some(WirePart::text(text))),
        PartKind::Image(media) => image(media, draft),
        PartKind::Document(media) => document(media, draft),
        PartKind::Audio(media) => audio(media, draft),
        PartKind::Opaque(block) => opaque(block, draft),
        PartKind::Reasoning(_) => left_out(draft, "reasoning", "only the model reasons"),
        PartKind::ToolCall(_) => left_out(draft, "tool_call", "only the model calls tools"),
        _ => left_out(draft, "part", "this wire has no place for it"),
    }
}

/// A vendor's own block: verbatim where it came from, nowhere else.
pub(super) fn opaque<'a>(block: &'a Opaque, draft: &mut Draft<'a>) -> Written<'a> {
    if block.provider != draft.vendor {
        return left_out(draft, "opaque", &Omissions::foreign(Some(&block.provider)));
    }
    let wrong = |error| LlmError::bad_request("an opaque part is not JSON").with_source(error);
    let value: Value = serde_json::from_str(&block.json).map_err(wrong)?;
    if !(draft.dialect.opaque)(value.get("type").and_then(Value::as_str).unwrap_or_default()) {
        return left_out(draft, "opaque", "it is no part of a message on this wire");
    }
    let raw = RawValue::from_string(block.json.clone()).map_err(wrong)?;
    Ok(Some(WirePart::Raw(raw)))
}

fn image<'a>(media: &'a Media, draft: &mut Draft<'a>) -> Written<'a> {
    if draft.lacks(Capability::Images) {
        return left_out(draft, "image", "the model reads none");
    }
    let url: Cow<'a, str> = match &media.source {
        MediaSource::Url(url) if is_remote(url) && !draft.dialect.remote_images => {
            return left_out(draft, "image", "the vendor fetches none from a URL");
        }
        MediaSource::Url(url) => url.into(),
        MediaSource::FileId(id) => match &draft.dialect.image_file_scheme {
            Some(scheme) => format!("{scheme}{id}").into(),
            None => return left_out(draft, "image", "it cannot be given by a file's id here"),
        },
        _ => media.data_url().unwrap_or_default().into(),
    };
    Ok(Some(WirePart::ImageUrl { image_url: WireUrl { url } }))
}

fn is_remote(url: &str) -> bool {
    ["http://", "https://"]
        .iter()
        .any(|scheme| url.get(..scheme.len()).is_some_and(|s| s.eq_ignore_ascii_case(scheme)))
}

/// A document of plain text is text; others are files.
fn document<'a>(media: &'a Media, draft: &mut Draft<'a>) -> Written<'a> {
    if let MediaSource::Text(text) = &media.source {
        return Ok(Some(match &media.name {
            Some(name) => WirePart::text(format!("{name}:\n{text}")),
            None => WirePart::text(text),
        }));
    }
    if draft.lacks(Capability::Documents) {
        return left_out(draft, "document", "the model reads none");
    }
    let filename = media.name.as_deref().unwrap_or("document.pdf");
    let file = match &media.source {
        MediaSource::FileId(file_id) => WireFile::Uploaded { file_id },
        MediaSource::Url(url) if is_remote(url) => {
            return left_out(draft, "document", "it cannot be given by a URL here");
        }
        MediaSource::Url(url) => WireFile::Here { filename, file_data: url.clone() },
        _ => WireFile::Here { filename, file_data: media.data_url().unwrap_or_default() },
    };
    Ok(Some(WirePart::File { file }))
}

fn audio<'a>(media: &'a Media, draft: &mut Draft<'a>) -> Written<'a> {
    if draft.lacks(Capability::Audio) {
        return left_out(draft, "audio", "the model hears none");
    }
    let format = match media.media_type.as_deref() {
        Some("audio/wav" | "audio/x-wav" | "audio/wave" | "audio/vnd.wave") => "wav",
        Some("audio/mpeg" | "audio/mp3") => "mp3",
        _ => return left_out(draft, "audio", "it must be WAV or MP3, and say so"),
    };
    match media.base64() {
        Some(data) => Ok(Some(WirePart::InputAudio { input_audio: WireAudio { data, format } })),
        None => left_out(draft, "audio", "its bytes must be in the request"),
    }
}

fn left_out<'a>(draft: &mut Draft<'a>, subject: &str, why: &str) -> Written<'a> {
    draft.omit(subject, why).map(|()| None)
}
