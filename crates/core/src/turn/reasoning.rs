//! Blocks of reasoning while they grow.

use super::blocks::Blocks;
use crate::{LlmError, PartKind, Reasoning};

impl Blocks {
    pub(super) fn reasoning(&mut self, key: u64, piece: &str, from: &str) -> Result<(), LlmError> {
        self.grow(piece)?;
        if let Some(reasoning) = self.reasoning_block(key, from)? {
            reasoning.text.push_str(piece);
        }
        Ok(())
    }

    pub(super) fn signature(&mut self, key: u64, piece: &str, from: &str) -> Result<(), LlmError> {
        self.grow(piece)?;
        if let Some(reasoning) = self.reasoning_block(key, from)? {
            reasoning.signature.get_or_insert_default().push_str(piece);
        }
        Ok(())
    }

    pub(super) fn redacted(
        &mut self,
        key: u64,
        id: Option<&str>,
        data: Option<&str>,
        from: &str,
    ) -> Result<(), LlmError> {
        self.grow(data.unwrap_or_default())?;
        if let Some(reasoning) = self.reasoning_block(key, from)? {
            reasoning.id = id.map(str::to_owned).or(reasoning.id.take());
            reasoning.redacted = data.map(str::to_owned).or(reasoning.redacted.take());
        }
        Ok(())
    }

    fn reasoning_block(
        &mut self,
        key: u64,
        from: &str,
    ) -> Result<Option<&mut Reasoning>, LlmError> {
        let is_reasoning = |kind: &PartKind| matches!(kind, PartKind::Reasoning(_));
        let new = || {
            let provider = Some(from.to_owned());
            PartKind::Reasoning(Reasoning { provider, ..Reasoning::default() })
        };
        Ok(match self.block(key, is_reasoning, new)? {
            Some(PartKind::Reasoning(reasoning)) => Some(reasoning),
            _ => None,
        })
    }
}
