//! Audio and images in replies.

use super::ChatDecoder;
use super::open::Open;
use crate::wire::{Audio, Image, Raw, Text, each, read};
use kei_router_core::codec::Turn;
use kei_router_core::{LlmError, Media, Part};
use serde_json::value::RawValue;

/// The block of each image: it is whole as soon as it begins.
const IMAGE: u64 = 1 << 33;
/// The blocks of the sound, and of the words of it.
const SOUND: u64 = 1 << 34;
const WORDS: u64 = 1 << 35;

impl ChatDecoder {
    /// A piece of a spoken answer. The whole sound is one part, behind the text of its words. The
    /// vendor knows both by the sound's id: what an assistant's message has in place of them.
    pub(super) fn sound(&mut self, audio: Audio<'_>, turn: &mut Turn) -> Result<(), LlmError> {
        turn.audio(SOUND, &audio.data.or_empty())?;
        if let Some(words) = audio.transcript.some() {
            self.open.begin(WORDS, turn);
            turn.text(WORDS, words)?;
        }
        if self.sound.is_none() {
            self.sound = audio.id.as_str().and_then(|id| serde_json::to_string(id).ok());
        }
        let Some(id) = &self.sound else { return Ok(()) };
        let json = format!(r#"{{"audio":{{"id":{id}}}}}"#);
        for (key, there) in [(SOUND, turn.has_audio(SOUND)), (WORDS, turn.is_open(WORDS))] {
            if there && !self.named.contains(&key) {
                self.named.push(key);
                turn.vendor(key, json.clone())?;
            }
        }
        Ok(())
    }
}

/// Images: each is a part.
pub(super) fn images(raw: &RawValue, open: &mut Open, turn: &mut Turn) -> Result<(), LlmError> {
    each(raw).try_for_each(|raw| image(Some(raw), open, turn))
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
    turn.part(IMAGE, Part::image(Media::from_url(&url)))
}
