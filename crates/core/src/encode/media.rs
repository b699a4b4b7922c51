//! Images, documents and audio in requests.

use super::Draft;
use crate::{Capability, LlmError, Media, MediaSource};
use std::borrow::Cow;

/// Whether the vendor would have to fetch this URL, unlike a `data:` URL.
pub fn is_remote(url: &str) -> bool {
    ["http://", "https://"]
        .iter()
        .any(|scheme| url.get(..scheme.len()).is_some_and(|s| s.eq_ignore_ascii_case(scheme)))
}

/// A plain text document as text, headed by its name.
pub fn document_text(media: &Media) -> Option<Cow<'_, str>> {
    let MediaSource::Text(text) = &media.source else { return None };
    Some(match &media.name {
        Some(name) => format!("{name}:\n{text}").into(),
        None => text.into(),
    })
}

/// A document's file name; a default with the right extension if it has none.
pub fn file_name(media: &Media) -> &str {
    if let Some(name) = &media.name {
        return name;
    }
    let inline = match &media.source {
        MediaSource::Url(url) => {
            url.strip_prefix("data:").and_then(|rest| rest.split([';', ',']).next())
        }
        _ => None,
    };
    let known = media.media_type.as_deref().or(inline).unwrap_or("application/pdf");
    let media_type = known.split(';').next().unwrap_or_default().trim();
    FILE_NAMES
        .iter()
        .find(|(known, _)| media_type.eq_ignore_ascii_case(known))
        .map_or("document.txt", |(_, name)| name)
}

const FILE_NAMES: [(&str, &str); 13] = [
    ("application/pdf", "document.pdf"),
    ("text/csv", "document.csv"),
    ("text/html", "document.html"),
    ("text/markdown", "document.md"),
    ("text/xml", "document.xml"),
    ("application/xml", "document.xml"),
    ("application/json", "document.json"),
    ("application/rtf", "document.rtf"),
    ("application/msword", "document.doc"),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "document.docx"),
    ("application/vnd.ms-excel", "document.xls"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "document.xlsx"),
    ("application/vnd.openxmlformats-officedocument.presentationml.presentation", "document.pptx"),
];

impl Draft<'_> {
    /// Whether an image may be sent: the model accepts images, and the vendor fetches URLs if it is
    /// remote. Otherwise it is reported as omitted.
    ///
    /// # Errors
    /// Those of [`Draft::omit`].
    pub fn takes_image(&mut self, image: &Media) -> Result<bool, LlmError> {
        if self.lacks(Capability::Images) {
            return self.omit("image", "the model reads none").map(|()| false);
        }
        match &image.source {
            MediaSource::Url(url) if is_remote(url) && !self.support.remote_media => {
                self.omit("image", "the vendor fetches none from a URL").map(|()| false)
            }
            _ => Ok(true),
        }
    }

    /// Audio as base64, and its format, `wav` or `mp3`; `None` if it is omitted.
    ///
    /// # Errors
    /// Those of [`Draft::omit`].
    pub fn audio(&mut self, media: &Media) -> Result<Option<(String, &'static str)>, LlmError> {
        if self.lacks(Capability::Audio) {
            return self.leave_out("audio", "the model hears none");
        }
        let format = match media.media_type.as_deref() {
            Some("audio/wav" | "audio/x-wav" | "audio/wave" | "audio/vnd.wave") => "wav",
            Some("audio/mpeg" | "audio/mp3") => "mp3",
            _ => return self.leave_out("audio", "it must be WAV or MP3, and say so"),
        };
        match media.base64() {
            Some(data) => Ok(Some((data, format))),
            None => self.leave_out("audio", "its bytes must be in the request"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::file_name;
    use crate::Media;

    #[test]
    fn a_nameless_document_is_named_after_its_media_type() {
        let named = |kind: &str| file_name(&Media::bytes(kind, &b"x"[..])).to_owned();
        assert_eq!(named("text/csv; charset=utf-8"), "document.csv");
        assert_eq!(named("application/pdf"), "document.pdf");
        assert_eq!(named("application/x-unknown"), "document.txt");
        assert_eq!(file_name(&Media::url("data:text/csv;base64,YQ==")), "document.csv");
        assert_eq!(file_name(&Media::bytes("text/csv", &b"x"[..]).named("a.b")), "a.b");
    }
}
