//! A block that is kept as it came, for the same vendor: a server's tool call or its result, a
//! compaction, and whatever else there will be.

use kei_router_core::{ErrorKind, LlmError};
use serde::Deserialize;
use serde_json::value::{RawValue, to_raw_value};
use std::collections::BTreeMap;

/// How much a held block may grow, in bytes: as much as one event may have.
const MAX_BYTES: usize = 16 << 20;

type Members = BTreeMap<String, Box<RawValue>>;

/// A block, held until it is whole.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) key: u64,
    /// The exact text, for as long as nothing is added to it.
    json: String,
    /// Members that were added to it: whole values, and text in pieces.
    added: Members,
    texts: BTreeMap<String, String>,
    input: String,
    bytes: usize,
}

impl Held {
    pub(super) fn new(key: u64, json: &str) -> Self {
        let (added, texts) = (Members::new(), BTreeMap::new());
        Self { key, json: json.to_owned(), added, texts, input: String::new(), bytes: 0 }
    }

    /// The next piece of the JSON text of the block's `input`.
    pub(super) fn add_input(&mut self, piece: &str) -> Result<(), LlmError> {
        self.grow(piece)?;
        self.input.push_str(piece);
        Ok(())
    }

    /// Takes over the members of a delta of an unknown kind. Pieces of text are joined.
    pub(super) fn merge(&mut self, event: &str) -> Result<(), LlmError> {
        self.grow(event)?;
        let Ok(Increment { mut delta }) = serde_json::from_str::<Increment>(event) else {
            return Ok(());
        };
        delta.remove("type");
        for (name, value) in delta {
            match serde_json::from_str::<String>(value.get()) {
                Ok(piece) => self.texts.entry(name).or_default().push_str(&piece),
                Err(_) => drop(self.added.insert(name, value)),
            }
        }
        Ok(())
    }

    /// The block as JSON text.
    pub(super) fn into_json(mut self) -> String {
        if let Ok(input) = RawValue::from_string(self.input) {
            self.added.insert("input".to_owned(), input);
        }
        let texts = std::mem::take(&mut self.texts).into_iter();
        self.added.extend(texts.filter_map(|(name, text)| Some((name, to_raw_value(&text).ok()?))));
        if self.added.is_empty() {
            return self.json;
        }
        let Ok(mut members) = serde_json::from_str::<Members>(&self.json) else {
            return self.json;
        };
        members.extend(self.added);
        serde_json::to_string(&members).unwrap_or(self.json)
    }

    fn grow(&mut self, piece: &str) -> Result<(), LlmError> {
        self.bytes = self.bytes.saturating_add(piece.len());
        if self.bytes > MAX_BYTES {
            let message = format!("a content block is over {MAX_BYTES} bytes");
            return Err(LlmError::new(ErrorKind::TooLarge, message));
        }
        Ok(())
    }
}

#[derive(Deserialize)]
struct Increment {
    delta: Members,
}
