//! The JSON of a refusal without all that no refusal is read for: a document of any size becomes a
//! value of a few thousand entries at most.

use crate::error::cut;
use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::cell::Cell;
use std::fmt;

/// The members that are read of a refusal, wherever they stand.
const MEMBERS: [&str; 17] = [
    "error",
    "type",
    "status",
    "code",
    "message",
    "detail",
    "details",
    "error_code",
    "status_code",
    "raw_status_code",
    "request_id",
    "innererror",
    "reason",
    "violations",
    "quotaId",
    "retryDelay",
    "msg",
];
/// How many entries of lists and objects are kept in all.
const ENTRIES: usize = 1024;
/// How deep they may lie.
const DEPTH: usize = 8;
/// How much of a text is kept, in bytes.
const TEXT: usize = 16 * 1024;

/// The value of a whole document.
pub(super) fn document(json: &[u8]) -> Option<Value> {
    let mut reader = serde_json::Deserializer::from_slice(json);
    let value = kept(&mut reader)?;
    reader.end().ok().map(|()| value)
}

/// The value of the document at the start of a text.
pub(super) fn first(json: &[u8]) -> Option<Value> {
    kept(&mut serde_json::Deserializer::from_slice(json))
}

fn kept<'de>(reader: impl Deserializer<'de>) -> Option<Value> {
    Kept { depth: 0, room: &Cell::new(ENTRIES) }.deserialize(reader).ok()
}

/// Reads a value, and keeps of it what there is room for.
#[derive(Clone, Copy)]
struct Kept<'a> {
    depth: usize,
    room: &'a Cell<usize>,
}

impl Kept<'_> {
    /// The same for what lies within, if there is room for one more entry.
    fn inner(self) -> Option<Self> {
        let room = self.room.get().checked_sub(1).filter(|_| self.depth < DEPTH)?;
        self.room.set(room);
        Some(Self { depth: self.depth.saturating_add(1), ..self })
    }
}

impl<'de> DeserializeSeed<'de> for Kept<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Kept<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(cut(text, TEXT).into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(inner) = self.inner() {
            match items.next_element_seed(inner)? {
                Some(item) => list.push(item),
                None => return Ok(list.into()),
            }
        }
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(list.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(member) = entries.next_key::<Member>()? {
            match self.inner().filter(|_| member.0.is_some()) {
                Some(inner) => {
                    let value = entries.next_value_seed(inner)?;
                    object.insert(member.0.unwrap_or_default().to_owned(), value);
                }
                None => {
                    entries.next_value::<IgnoredAny>()?;
                    // Whether an object is empty tells whether it is an error.
                    object.entry("").or_insert(Value::Null);
                }
            }
        }
        Ok(object.into())
    }
}

/// A member's name, if it is one that is read.
struct Member(Option<&'static str>);

impl<'de> serde::Deserialize<'de> for Member {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        struct Name;
        impl Visitor<'_> for Name {
            type Value = Member;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a member's name")
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Member, E> {
                Ok(Member(MEMBERS.into_iter().find(|known| *known == name)))
            }
        }
        reader.deserialize_str(Name)
    }
}

#[cfg(test)]
mod tests;
