//! A block that is kept as it came, for the same vendor: a server's tool call or its result, a
//! compaction, and whatever else there will be.

use kei_router_core::lenient::{Name, Raw, each_member, object};
use kei_router_core::{ErrorKind, LlmError};
use serde_json::value::{RawValue, to_raw_value};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// How much a held block may grow, in bytes: as much as one event may have.
const MAX_BYTES: usize = 16 << 20;
/// The maximum number of members that may be added to it: far beyond any real one.
const MAX_MEMBERS: usize = 1024;

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
        let delta = serde_json::from_str::<Increment<'_>>(event).unwrap_or_default().delta;
        let mut result = Ok(());
        each_member_of(delta, |name, value| {
            if &*name != "type" && result.is_ok() {
                result = self.add(&name, value);
            }
        });
        result
    }

    fn add(&mut self, name: &str, value: &RawValue) -> Result<(), LlmError> {
        let is_new = !self.added.contains_key(name) && !self.texts.contains_key(name);
        if is_new && self.added.len().saturating_add(self.texts.len()) >= MAX_MEMBERS {
            let message = format!("a content block has over {MAX_MEMBERS} new members");
            return Err(LlmError::new(ErrorKind::TooLarge, message));
        }
        match serde_json::from_str::<String>(value.get()) {
            Ok(piece) => self.texts.entry(name.to_owned()).or_default().push_str(&piece),
            Err(_) => drop(self.added.insert(name.to_owned(), value.to_owned())),
        }
        Ok(())
    }

    /// The block as JSON text: what it began with, and what was added, in place of members of the
    /// same name.
    pub(super) fn into_json(mut self) -> String {
        if let Ok(input) = RawValue::from_string(self.input) {
            self.added.insert("input".to_owned(), input);
        }
        let texts = std::mem::take(&mut self.texts).into_iter();
        self.added.extend(texts.filter_map(|(name, text)| Some((name, to_raw_value(&text).ok()?))));
        if self.added.is_empty() {
            return self.json;
        }
        let mut members = String::new();
        each_member_of(serde_json::from_str(&self.json).ok(), |name, value| {
            if !self.added.contains_key(&*name) {
                write(&mut members, &name, value);
            }
        });
        for (name, value) in &self.added {
            write(&mut members, name, value);
        }
        members.push('}');
        members
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

object! {
    /// An event with a delta.
    struct Increment<'a> {
        delta: Raw<'a>,
    }
}

fn each_member_of<'a>(raw: Raw<'a>, take: impl FnMut(Name<'a>, &'a RawValue)) {
    if let Some(raw) = raw {
        each_member(raw, take);
    }
}

/// Adds a member to the text of an object.
fn write(object: &mut String, name: &str, value: &RawValue) {
    object.push(if object.is_empty() { '{' } else { ',' });
    let name = serde_json::Value::from(name);
    // Writing to a text cannot fail.
    let _ = write!(object, "{name}:{}", value.get());
}
