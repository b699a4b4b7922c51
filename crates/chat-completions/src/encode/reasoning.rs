//! The model's reasoning, where the vendor wants it back.

use super::body::WireMessage;
use crate::{Dialect, ReasoningReplay};
use kei_router_core::encode::{Draft, Members};
use kei_router_core::{LlmError, Part, Reasoning};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// The member in which OpenRouter tells reasoning, and wants it back.
const DETAILS: &str = "reasoning_details";

/// The reasoning of a turn while it is written.
#[derive(Default)]
pub(super) struct Thoughts<'a> {
    text: String,
    details: Vec<Detail<'a>>,
}

/// A detail without what it says, and where that is.
struct Detail<'a> {
    members: Members<'a>,
    block: &'a Reasoning,
}

impl<'a> Thoughts<'a> {
    /// Takes reasoning that may be sent back: the vendor's own.
    pub(super) fn take(
        &mut self,
        block: &'a Reasoning,
        part: &'a Part,
        draft: &mut Draft<'a>,
        dialect: &Dialect,
    ) -> Result<(), LlmError> {
        if !draft.is_own("reasoning", block.provider.as_deref())? {
            return Ok(());
        }
        if dialect.replay == ReasoningReplay::Never {
            return draft.omit("reasoning", "the vendor takes none back here");
        }
        let details = draft.attached(part)?.get(DETAILS).filter(|_| is_detailed(dialect));
        match details {
            Some(list) => {
                let list: Vec<Members<'a>> = serde_json::from_str(list.get()).unwrap_or_default();
                self.details.extend(list.into_iter().map(|members| Detail { members, block }));
            }
            None => self.text.push_str(&block.text),
        }
        Ok(())
    }

    /// Writes it into the message.
    pub(super) fn write(self, turn: &mut WireMessage<'a>, dialect: &'a Dialect) {
        let details: Vec<String> = self.details.iter().map(Detail::json).collect();
        if let (false, Ok(raw)) =
            (details.is_empty(), RawValue::from_string(format!("[{}]", details.join(","))))
        {
            turn.vendor.insert(DETAILS.to_owned(), raw);
        }
        let (member, wanted) = match &dialect.replay {
            ReasoningReplay::Never => return,
            ReasoningReplay::ToolTurns(member) => (member, !turn.tool_calls.is_empty()),
            ReasoningReplay::EveryTurn(member) | ReasoningReplay::Details(member) => {
                (member, !self.text.is_empty())
            }
        };
        if wanted {
            turn.members.insert(member.as_ref(), self.text.into());
        }
    }
}

impl Detail<'_> {
    /// The detail as it came, whole: what it says by its type, behind what else it has.
    fn json(&self) -> String {
        let Self { members, block } = self;
        let kind = members.text("type").unwrap_or_default();
        let mut said = Map::new();
        let text = || Value::from(block.text.as_str());
        match kind.as_str() {
            "reasoning.summary" => said.extend([("summary".to_owned(), text())]),
            "reasoning.encrypted" => {
                said.extend([("data".to_owned(), block.redacted.as_deref().into())]);
            }
            _ => {
                said.extend([("text".to_owned(), text())]);
                let signature = block.signature.as_deref().map(Value::from);
                said.extend(signature.map(|signature| ("signature".to_owned(), signature)));
            }
        }
        let own = members.iter().map(|(name, raw)| format!("{}:{raw}", Value::from(name)));
        let said = said.into_iter().map(|(name, value)| format!("{}:{value}", Value::from(name)));
        format!("{{{}}}", own.chain(said).collect::<Vec<_>>().join(","))
    }
}

fn is_detailed(dialect: &Dialect) -> bool {
    matches!(dialect.replay, ReasoningReplay::Details(_))
}
