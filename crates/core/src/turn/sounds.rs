//! Sounds that come in pieces of base64: each becomes one part, where it ends.

use super::Turn;
use super::sound::Sound;
use crate::{ErrorKind, LlmError, Part, WarningKind};

/// The maximum number of sounds that are open at once.
const MAX_SOUNDS: usize = 64;

impl Turn {
    /// A piece of the sound `key`, as base64: padded, or cut anywhere. The sound is told as one
    /// part where it ends, behind the parts that are told by then.
    ///
    /// # Errors
    /// `TooLarge` where the whole message grows over its limit.
    pub fn audio(&mut self, key: u64, base64: &str) -> Result<(), LlmError> {
        if base64.is_empty() {
            return Ok(());
        }
        self.blocks.grow(base64.len())?;
        if let Some(sound) = self.sounds.iter_mut().find(|sound| sound.key == key) {
            sound.base64.push_str(base64);
            return Ok(());
        }
        if self.sounds.len() >= MAX_SOUNDS {
            let message = format!("the reply has over {MAX_SOUNDS} sounds at once");
            return Err(LlmError::new(ErrorKind::TooLarge, message));
        }
        self.sounds.push(Sound { key, base64: base64.to_owned(), vendor: None });
        self.semantic = true;
        Ok(())
    }

    /// Whether pieces of the sound `key` have come, and it has not ended.
    pub fn has_audio(&self, key: u64) -> bool {
        self.sounds.iter().any(|sound| sound.key == key)
    }

    /// What the vendor attaches to the sound `key`, in place of what it attached before; gives the
    /// JSON back where there is no such sound.
    pub(super) fn attach_to_sound(&mut self, key: u64, json: String) -> Option<String> {
        match self.sounds.iter_mut().find(|sound| sound.key == key) {
            Some(sound) => {
                sound.vendor = Some(json);
                None
            }
            None => Some(json),
        }
    }

    /// The sound `key`, or any, ends.
    pub(super) fn end_sounds(&mut self, key: Option<u64>) {
        while let Some(at) =
            self.sounds.iter().position(|sound| key.is_none_or(|key| key == sound.key))
        {
            match self.sounds.remove(at).part(&self.provider) {
                Some(part) => self.blocks.keep(part),
                None => {
                    let message = "the sound is no base64; it is left out";
                    self.warn(WarningKind::Vendor, "audio", message);
                }
            }
        }
    }

    /// The sounds of a turn that broke, as far as they came.
    pub(super) fn take_sounds(&mut self) -> Vec<Part> {
        let sounds = std::mem::take(&mut self.sounds);
        sounds.iter().filter_map(|sound| sound.part(&self.provider)).collect()
    }
}
