//! What a vendor attaches to a part, while it comes: an object, of which members may be lists that
//! grow. It is written out once, where the part is told, so that each piece costs its own size.

use crate::lenient::each_member;
use crate::{ErrorKind, LlmError};
use serde_json::value::RawValue;
use std::fmt::Write as _;

/// The maximum number of members: far beyond any real part.
const MAX_MEMBERS: usize = 256;

/// The object so far.
#[derive(Debug, Default)]
pub(super) struct Attached {
    /// The exact text of what came first, for as long as nothing joins it.
    first: Option<String>,
    members: Vec<(String, Value)>,
}

#[derive(Debug)]
enum Value {
    Whole(String),
    /// The items of a list, with commas between them.
    List(String),
}

impl Attached {
    /// Members that join those before, and replace those of the same name. What is no object
    /// replaces all.
    pub(super) fn join(&mut self, json: String) -> Result<(), LlmError> {
        let is_first = self.first.is_none() && self.members.is_empty();
        let object = || serde_json::from_str::<&RawValue>(&json).ok();
        match object().filter(|raw| raw.get().starts_with('{')) {
            Some(raw) if !is_first => {
                self.open_up()?;
                self.extend(raw)
            }
            _ => {
                *self = Self { first: Some(json), members: Vec::new() };
                Ok(())
            }
        }
    }

    /// One more item of the list that is the member `name`.
    pub(super) fn push(&mut self, name: &str, item: &str) -> Result<(), LlmError> {
        self.open_up()?;
        if let Some((_, Value::List(items))) = self.members.iter_mut().find(|(own, _)| own == name)
        {
            items.push(',');
            items.push_str(item);
            return Ok(());
        }
        self.set(name, Value::List(item.to_owned()))
    }

    /// The object as JSON text.
    pub(super) fn json(&self) -> String {
        if let Some(first) = &self.first {
            return first.clone();
        }
        let mut json = String::from("{");
        for (at, (name, value)) in self.members.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            let name = serde_json::Value::from(name.as_str());
            // Writing to a text cannot fail.
            let _ = match value {
                Value::Whole(value) => write!(json, "{comma}{name}:{value}"),
                Value::List(items) => write!(json, "{comma}{name}:[{items}]"),
            };
        }
        json.push('}');
        json
    }

    fn open_up(&mut self) -> Result<(), LlmError> {
        let Some(first) = self.first.take() else { return Ok(()) };
        serde_json::from_str::<&RawValue>(&first).map_or(Ok(()), |raw| self.extend(raw))
    }

    fn extend(&mut self, raw: &RawValue) -> Result<(), LlmError> {
        let mut result = Ok(());
        each_member(raw, |name, value| {
            if result.is_ok() {
                result = self.set(&name, Value::Whole(value.get().to_owned()));
            }
        });
        result
    }

    fn set(&mut self, name: &str, value: Value) -> Result<(), LlmError> {
        if let Some((_, old)) = self.members.iter_mut().find(|(own, _)| own == name) {
            *old = value;
            return Ok(());
        }
        if self.members.len() >= MAX_MEMBERS {
            let message = format!("a part has over {MAX_MEMBERS} members of the vendor's own");
            return Err(LlmError::new(ErrorKind::TooLarge, message));
        }
        self.members.push((name.to_owned(), value));
        Ok(())
    }
}
