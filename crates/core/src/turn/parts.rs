//! Whole parts, what vendors attach to parts, and where parts end.

use super::Turn;
use crate::{LlmError, Opaque, Part, PartKind};

impl Turn {
    /// A vendor's own block, whole, as JSON text, kept for the same vendor.
    ///
    /// # Errors
    /// `TooLarge` where the whole message grows over its limit.
    pub fn opaque(&mut self, key: u64, json: String) -> Result<(), LlmError> {
        let json = self.halves.replaced(json);
        let part = Part::opaque(self.provider.clone(), json);
        self.blocks.whole(key, part)?;
        self.tell();
        Ok(())
    }

    /// A whole part: an image, audio, anything that comes in one piece. Text, reasoning and a call
    /// are told in their own events too.
    ///
    /// # Errors
    /// `TooLarge` where the whole message grows over its limit.
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

    /// What the vendor attaches to the part `key`, as the JSON text of an object: its members join
    /// those that are there, and replace those of the same name. Where there is no open part of
    /// this key, one of empty text begins, so that nothing is lost.
    ///
    /// # Errors
    /// `TooLarge` where the whole message grows over its limit.
    pub fn vendor(&mut self, key: u64, json: String) -> Result<(), LlmError> {
        let json = self.halves.replaced(json);
        self.blocks.vendor(key, json, &self.provider)
    }

    /// What the vendor wants back beside the messages: an object of members of the next request's
    /// body, as JSON text. It becomes the message's last part; a later one replaces it.
    ///
    /// # Errors
    /// `TooLarge` where the whole message grows over its limit.
    pub fn state(&mut self, json: String) -> Result<(), LlmError> {
        self.blocks.grow(json.len())?;
        let json = self.halves.replaced(json);
        let kind = PartKind::State(Opaque { provider: self.provider.clone(), json });
        self.state = Some(Part::new(kind));
        Ok(())
    }

    /// The part `key` is complete: a call and a part of it are told. Said twice, it counts once.
    pub fn end(&mut self, key: u64) {
        self.finish_halves(Some(key));
        while self.blocks.is_open(key) {
            self.close(key);
        }
        self.tell();
    }
}
