//! Reasoning blocks while they arrive.

use super::Blocks;
use crate::{LlmError, PartKind, Reasoning};

impl Blocks {
    pub(in crate::turn) fn reasoning(
        &mut self,
        key: u64,
        piece: &str,
        from: &str,
    ) -> Result<(), LlmError> {
        self.grow(piece.len())?;
        if let Some(reasoning) = self.reasoning_block(key, from)? {
            reasoning.text.push_str(piece);
        }
        Ok(())
    }

    /// A later signature replaces the previous one, as in the vendors' own SDKs.
    pub(in crate::turn) fn signature(
        &mut self,
        key: u64,
        whole: &str,
        from: &str,
    ) -> Result<(), LlmError> {
        self.grow(whole.len())?;
        if let Some(reasoning) = self.reasoning_block(key, from)? {
            reasoning.signature = Some(whole.to_owned());
        }
        Ok(())
    }

    pub(in crate::turn) fn redacted(
        &mut self,
        key: u64,
        id: Option<&str>,
        data: Option<&str>,
        from: &str,
    ) -> Result<(), LlmError> {
        let bytes = id.unwrap_or_default().len().saturating_add(data.unwrap_or_default().len());
        self.grow(bytes)?;
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
