//! Pictures and sound that the model made.

use super::ResponsesDecoder;
use super::items::{Item, Kind};
use crate::wire::{Event, ImageWire, PartWire};
use kei_router_core::codec::Turn;
use kei_router_core::lenient::read;
use kei_router_core::{LlmError, Media, Part};
use serde_json::json;
use serde_json::value::RawValue;

/// Where the sounds of a message have their blocks, behind those of its texts.
const SOUNDS: u64 = 1 << 31;

/// The picture of an item `image_generation_call`. The item itself goes back to the vendor, which
/// wants it so; the picture has its id, by which the encoder knows that it goes along.
pub(super) fn image(item: &Item, raw: &RawValue, turn: &mut Turn) -> Result<(), LlmError> {
    let wire: ImageWire<'_> = read(raw);
    let format = wire.output_format.as_str().unwrap_or("png");
    let Some(media) = wire.result.as_str().and_then(Media::from_base64) else { return Ok(()) };
    let vendor = json!({"id": wire.id.as_str()}).to_string();
    turn.part(item.key, Part::image(media.typed(format!("image/{format}"))).with_vendor("", vendor))
}

impl ResponsesDecoder {
    /// A piece of a message's sound. The events of some servers do not say which message's.
    pub(super) fn audio_delta(
        &mut self,
        mut event: Event<'_>,
        turn: &mut Turn,
    ) -> Result<(), LlmError> {
        let piece = std::mem::take(&mut event.delta).or_empty();
        let item = self.items.of_event(&event, Kind::Message)?;
        let key = *item.sound.get_or_insert(item.key | SOUNDS);
        turn.audio(key, &piece)
    }
}

/// A message's sound ends, where it came in pieces.
pub(super) fn end_audio(item: &mut Item, turn: &mut Turn) {
    if let Some(key) = item.sound.take() {
        turn.end(key);
    }
}

/// The sound of a part `output_audio`. In which format it is, the request said.
pub(super) fn audio(
    item: &Item,
    at: u64,
    part: &PartWire<'_>,
    turn: &mut Turn,
) -> Result<(), LlmError> {
    let key = item.key | SOUNDS | at.min(SOUNDS.saturating_sub(1));
    turn.audio(key, part.data.as_str().unwrap_or_default())?;
    turn.end(key);
    Ok(())
}
