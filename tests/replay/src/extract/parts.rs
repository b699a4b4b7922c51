//! The parts of a message, and what the vendor attached to them.

use super::{list, text};
use serde_json::{Map, Value};

/// A part of the message: its kind; its text, its tool's name or its own type; and those members
/// that the vendor attached to it and wants back.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ExtractedPart {
    pub(crate) kind: &'static str,
    pub(crate) text: String,
    pub(crate) vendor: Map<String, Value>,
}

/// The members that vendors attach to parts. Of citations, only how many there are is compared:
/// each comes in an event of its own too.
const ATTACHED: [&str; 4] = ["caller", "toolset_name", "namespace", "phase"];

/// What a vendor attached, out of all the members of a block or an item.
pub(crate) fn attached(block: &Value) -> Map<String, Value> {
    let member = |name: &&str| {
        let value = block.get(*name).filter(|value| !value.is_null())?;
        Some(((*name).to_owned(), value.clone()))
    };
    let mut attached: Map<String, Value> = ATTACHED.iter().filter_map(member).collect();
    let cited = list(block, "citations").len().max(list(block, "annotations").len());
    if cited > 0 {
        attached.insert("cited".to_owned(), cited.into());
    }
    attached
}

impl ExtractedPart {
    pub(crate) fn new(kind: &'static str, text: &str, block: &Value) -> Self {
        Self { kind, text: text.to_owned(), vendor: attached(block) }
    }

    /// A block of the vendor's own, by its type.
    pub(crate) fn opaque(block: &Value) -> Self {
        let (kind, text) = ("opaque", text(block, "type").to_owned());
        Self { kind, text, vendor: Map::new() }
    }
}
