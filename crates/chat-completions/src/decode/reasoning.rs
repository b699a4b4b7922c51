//! Reasoning, in all its members.

use super::open::Open;
use crate::wire::{Detail, Raw, each, each_member, read};
use kei_router_core::codec::Turn;
use kei_router_core::{ErrorKind, LlmError};
use serde_json::value::RawValue;
use std::borrow::Cow;

/// The block of reasoning; OpenRouter numbers its own from here.
const REASONING: u64 = 1;

/// The maximum number of details that are told apart.
const MAX_DETAILS: usize = 4096;
/// What of a detail comes in pieces, and is kept as reasoning.
const SAID: [&str; 4] = ["text", "summary", "signature", "data"];

/// The reasoning of a reply so far: the block and the type of each of OpenRouter's details.
#[derive(Debug, Default)]
pub(super) struct Thoughts {
    details: Vec<(u64, String)>,
}

impl Thoughts {
    /// Takes the reasoning of a delta. Where details tell the text too, it is told once, by them:
    /// they say what belongs together, and carry signatures and encrypted forms.
    pub(super) fn take(
        &mut self,
        details: Raw<'_>,
        plain: Option<Cow<'_, str>>,
        open: &mut Open,
        turn: &mut Turn,
    ) -> Result<(), LlmError> {
        let mut told = false;
        for raw in details.into_iter().flat_map(each) {
            told |= self.detail(raw, open, turn)?;
        }
        match plain {
            Some(text) if !told => {
                open.begin(REASONING, turn);
                turn.reasoning(REASONING, text)
            }
            _ => Ok(()),
        }
    }

    /// One detail; says whether it had text.
    fn detail(
        &mut self,
        raw: &RawValue,
        open: &mut Open,
        turn: &mut Turn,
    ) -> Result<bool, LlmError> {
        let detail: Detail<'_> = read(raw);
        let key =
            REASONING.saturating_add(detail.index.0.unwrap_or(0).min(u64::from(u32::MAX) >> 1));
        let text = detail.text.some().or(detail.summary.some());
        let told = text.is_some();
        if !told && detail.signature.as_str().or(detail.data.as_str()).is_none() {
            return Ok(false);
        }
        open.begin(key, turn);
        if let Some(text) = text {
            turn.reasoning(key, text)?;
        }
        if let Some(signature) = detail.signature.as_str() {
            turn.reasoning_signature(key, signature)?;
        }
        if let Some(data) = detail.data.as_str() {
            turn.reasoning_redacted(key, detail.id.as_str(), Some(data))?;
        }
        if let Some(kind) = detail.kind.as_str() {
            self.attach(key, kind, raw, turn)?;
        }
        Ok(told)
    }

    /// What else a detail of this type has, kept once: by it the encoder writes the detail again.
    fn attach(
        &mut self,
        key: u64,
        kind: &str,
        raw: &RawValue,
        turn: &mut Turn,
    ) -> Result<(), LlmError> {
        if self.details.iter().rev().any(|(of, known)| *of == key && known == kind) {
            return Ok(());
        }
        if self.details.len() >= MAX_DETAILS || kind.len() > MAX_DETAILS {
            return Err(LlmError::new(ErrorKind::TooLarge, "the reply has too many details"));
        }
        self.details.push((key, kind.to_owned()));
        let mut members = Vec::new();
        each_member(raw, |name, value| {
            if !SAID.contains(&&*name) && value.get() != "null" {
                members.push(format!("{}:{}", serde_json::Value::from(&*name), value.get()));
            }
        });
        turn.vendor_item(key, "reasoning_details", &format!("{{{}}}", members.join(",")))
    }
}
