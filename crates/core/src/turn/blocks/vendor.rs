//! What vendors attach to parts.

use super::{Block, Blocks};
use crate::{LlmError, Part, PartKind};
use serde_json::value::RawValue;
use std::collections::BTreeMap;

type Members = BTreeMap<String, Box<RawValue>>;

impl Blocks {
    pub(in crate::turn) fn vendor(
        &mut self,
        key: u64,
        json: String,
        from: &str,
    ) -> Result<(), LlmError> {
        self.grow(json.len())?;
        let new = || PartKind::Text { text: String::new() };
        let at = self.open_block(key, |_| true, new)?;
        if let Some(Block { part, .. }) = self.blocks.get_mut(at) {
            let json = match part.vendor.take() {
                Some(before) => merged(&before.json, &json).unwrap_or(json),
                None => json,
            };
            *part = std::mem::replace(part, Part::text("")).with_vendor(from, json);
        }
        Ok(())
    }
}

/// The members of both objects, their values as they came; those of the newer one win.
fn merged(before: &str, newer: &str) -> Option<String> {
    let mut members: Members = serde_json::from_str(before).ok()?;
    members.extend(serde_json::from_str::<Members>(newer).ok()?);
    serde_json::to_string(&members).ok()
}
