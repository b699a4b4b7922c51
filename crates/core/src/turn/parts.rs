//! Whole parts, vendor data, and the end of parts.

use super::Turn;
use crate::{LlmError, Opaque, Part, PartKind};

impl Turn {
    /// Adds a vendor-specific block as JSON text, which is sent back only to the same vendor.
    ///
    /// # Errors
    /// `TooLarge` if the message exceeds its limit.
    pub fn opaque(&mut self, key: u64, json: String) -> Result<(), LlmError> {
        let json = self.halves.replaced(json);
        let part = Part::opaque(self.provider.clone(), json);
        self.blocks.whole(key, part)?;
        self.emit_parts();
        Ok(())
    }

    /// Adds a whole part: an image, audio, anything that arrives in one piece. Text, reasoning and
    /// calls are sent as their own events too.
    ///
    /// # Errors
    /// `TooLarge` if the message exceeds its limit.
    pub fn part(&mut self, key: u64, part: Part) -> Result<(), LlmError> {
        let vendor = part.vendor.map(|vendor| vendor.json);
        match part.kind {
            PartKind::Text { text } => self.text(key, text.into())?,
            PartKind::ToolCall(call) => {
                self.call_start(key, Some(&call.call_id), &call.name)?;
                self.call_delta(key, call.arguments.into())?;
            }
            PartKind::Reasoning(reasoning) => {
                self.reasoning(key, reasoning.text.into())?;
                if let Some(signature) = &reasoning.signature {
                    self.reasoning_signature(key, signature)?;
                }
                let (id, data) = (reasoning.id.as_deref(), reasoning.redacted.as_deref());
                self.reasoning_redacted(key, id, data)?;
            }
            PartKind::State(state) => self.state(state.json)?,
            kind => self.blocks.open(key, Part::new(kind))?,
        }
        if let Some(json) = vendor {
            self.vendor(key, json)?;
        }
        self.end(key);
        Ok(())
    }

    /// Adds the vendor's data about the part `key`, the JSON text of an object: its members are
    /// merged into the existing ones. If there is no open part with this key, one with empty text
    /// begins, so that nothing is lost.
    ///
    /// # Errors
    /// `TooLarge` if the message exceeds its limit.
    pub fn vendor(&mut self, key: u64, json: String) -> Result<(), LlmError> {
        let json = self.halves.replaced(json);
        match self.attach_to_sound(key, json) {
            Some(json) => self.blocks.vendor(key, json),
            None => Ok(()),
        }
    }

    /// One more item, as JSON text, of a list that the vendor attaches to the part `key` as the
    /// member `name`. A whole list that comes by [`Turn::vendor`] replaces the items.
    ///
    /// # Errors
    /// `TooLarge` where the whole message grows over its limit.
    pub fn vendor_item(&mut self, key: u64, name: &str, item: &str) -> Result<(), LlmError> {
        let item = self.without_halves(item.into());
        self.blocks.vendor_item(key, name, &item)
    }

    /// Sets the state that the vendor needs back: an object of members of the next request's body,
    /// as JSON text. It becomes the message's last part; a later one replaces it.
    ///
    /// # Errors
    /// `TooLarge` if the message exceeds its limit.
    pub fn state(&mut self, json: String) -> Result<(), LlmError> {
        self.blocks.grow(json.len())?;
        let json = self.halves.replaced(json);
        let kind = PartKind::State(Opaque { provider: self.provider.clone(), json });
        self.state = Some(Part::new(kind));
        Ok(())
    }

    /// Completes the part `key`, and emits it. Repeated calls have no effect.
    pub fn end(&mut self, key: u64) {
        self.finish_halves(Some(key));
        while self.blocks.is_open(key) {
            self.close(key);
        }
        self.end_sounds(Some(key));
        self.emit_parts();
    }
}
