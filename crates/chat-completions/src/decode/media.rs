//! Audio and images in replies.

use super::open::Open;
use crate::wire::{Audio, Image, Raw, Text, each, read};
use kei_router_core::codec::Turn;
use kei_router_core::{ErrorKind, LlmError, Media, Part, WarningKind};
use serde_json::value::RawValue;

/// The block of each image, and of the sound: they are whole as soon as they begin.
const MEDIA: u64 = 1 << 33;
/// The maximum of the sound's base64, in bytes.
const MAX_SOUND: usize = 64 << 20;

/// The sound of a spoken answer so far, as base64. It has no bounds of its own: the whole of it is
/// one part, behind the text that is its transcript.
#[derive(Debug, Default)]
pub(super) struct Sound {
    data: String,
    id: Option<String>,
}

impl Sound {
    /// Keeps the sound of a piece, and gives what it says.
    pub(super) fn take<'a>(&mut self, audio: Audio<'a>) -> Result<Text<'a>, LlmError> {
        let data = audio.data.or_empty();
        if self.data.len().saturating_add(data.len()) > MAX_SOUND {
            let message = format!("the sound of the reply is over {MAX_SOUND} bytes");
            return Err(LlmError::new(ErrorKind::TooLarge, message));
        }
        self.data.push_str(&data);
        if self.id.is_none() {
            self.id = audio.id.as_str().map(str::to_owned);
        }
        Ok(audio.transcript)
    }

    /// Emits the audio, if there is any.
    pub(super) fn emit(&mut self, turn: &mut Turn) -> Result<(), LlmError> {
        let data = std::mem::take(&mut self.data);
        if data.is_empty() {
            return Ok(());
        }
        let Some(mut media) = Media::base64_pieces("audio/pcm", &data) else {
            turn.warn(WarningKind::Vendor, "audio", "the sound is no base64; it is left out");
            return Ok(());
        };
        if let Some(media_type) = media.sniffed_audio() {
            media = media.typed(media_type);
        }
        let mut part = Part::audio(media);
        if let Some(id) = self.id.take().and_then(|id| serde_json::to_string(&id).ok()) {
            part = part.with_vendor("", format!(r#"{{"id":{id}}}"#));
        }
        turn.part(MEDIA, part)
    }
}

/// Images: each is a part.
pub(super) fn images(raw: &RawValue, open: &mut Open, turn: &mut Turn) -> Result<(), LlmError> {
    each(raw).into_iter().try_for_each(|raw| image(Some(raw), open, turn))
}

/// An image, as an object with its URL in it, or as the URL itself.
pub(super) fn image(raw: Raw<'_>, open: &mut Open, turn: &mut Turn) -> Result<(), LlmError> {
    let Some(raw) = raw else { return Ok(()) };
    let raw = read::<Image<'_>>(raw).image_url.unwrap_or(raw);
    let url = match raw.get().starts_with('"') {
        true => serde_json::from_str::<Text<'_>>(raw.get()).unwrap_or_default(),
        false => read::<Image<'_>>(raw).url,
    };
    let Some(url) = url.some() else { return Ok(()) };
    open.end(turn);
    turn.part(MEDIA, Part::image(Media::from_url(&url)))
}
