//! What vendors attach to parts.

use super::attached::Attached;
use super::{Block, Blocks};
use crate::{LlmError, Part, PartKind};

impl Blocks {
    /// Members that join those of the part `key`.
    pub(in crate::turn) fn vendor(&mut self, key: u64, json: String) -> Result<(), LlmError> {
        self.grow(json.len())?;
        self.attached(key)?.map_or(Ok(()), |attached| attached.join(json))
    }

    /// One more item of a list that is a member of the part `key`.
    pub(in crate::turn) fn vendor_item(
        &mut self,
        key: u64,
        name: &str,
        item: &str,
    ) -> Result<(), LlmError> {
        self.grow(item.len())?;
        self.attached(key)?.map_or(Ok(()), |attached| attached.push(name, item))
    }

    fn attached(&mut self, key: u64) -> Result<Option<&mut Attached>, LlmError> {
        let new = || PartKind::Text { text: String::new() };
        let at = self.open_block(key, |_| true, new)?;
        Ok(self.blocks.get_mut(at).map(|block| &mut **block.attached.get_or_insert_default()))
    }
}

impl Block {
    /// The block's part, with what the vendor attached to it.
    pub(super) fn attach(&self, part: Part, provider: &str) -> Part {
        match &self.attached {
            Some(attached) => part.with_vendor(provider, attached.json()),
            None => part,
        }
    }
}
