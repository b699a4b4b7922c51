//! What a message of the history says: text or a list of parts, and calls of tools.

use super::part::part;
use kei_router::Part;
use serde::de::{Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::fmt;

/// Content: a string, null, or a list of parts.
pub(super) struct Said(pub(super) Vec<Part>);

impl<'de> Deserialize<'de> for Said {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SaidVisitor).map(Self)
    }
}

struct SaidVisitor;

impl<'de> Visitor<'de> for SaidVisitor {
    type Value = Vec<Part>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string or a list of parts")
    }

    fn visit_str<E>(self, text: &str) -> Result<Vec<Part>, E> {
        Ok(vec![Part::text(text)])
    }

    fn visit_string<E>(self, text: String) -> Result<Vec<Part>, E> {
        Ok(vec![Part::text(text)])
    }

    fn visit_unit<E>(self) -> Result<Vec<Part>, E> {
        Ok(Vec::new())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<Part>, A::Error> {
        let mut parts = Vec::new();
        while let Some(PartGiven(part)) = list.next_element()? {
            parts.push(part);
        }
        Ok(parts)
    }
}

struct PartGiven(Part);

impl<'de> Deserialize<'de> for PartGiven {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?;
        part(raw.get()).map(Self).map_err(D::Error::custom)
    }
}

/// A call in OpenAI's shape.
pub(super) struct Call(pub(super) Part);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CallGiven {
    id: String,
    #[serde(rename = "type")]
    kind: Option<String>,
    function: Function,
    /// Where it stood in the stream that it came from.
    #[serde(rename = "index")]
    _index: Option<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Function {
    name: String,
    #[serde(default)]
    arguments: Arguments,
}

/// Arguments: JSON in a string, or, as some servers have it, the object itself.
#[derive(Default)]
struct Arguments(String);

impl<'de> Deserialize<'de> for Call {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let given = CallGiven::deserialize(deserializer)?;
        if given.kind.as_deref().is_some_and(|kind| kind != "function") {
            return Err(D::Error::custom("`type` can only be function"));
        }
        let Function { name, arguments } = given.function;
        Ok(Self(Part::tool_call(given.id, name, arguments.0)))
    }
}

impl<'de> Deserialize<'de> for Arguments {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?.get();
        match raw.as_bytes().first() {
            Some(b'"') => serde_json::from_str(raw).map(Self).map_err(D::Error::custom),
            Some(b'{') => Ok(Self(raw.to_owned())),
            _ => Err(D::Error::invalid_type(Unexpected::Other("value"), &"a string")),
        }
    }
}

/// A member of which nothing would be lost: null, false, or empty.
pub(super) struct Nothing;

impl<'de> Deserialize<'de> for Nothing {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NothingVisitor)
    }
}

struct NothingVisitor;

impl<'de> Visitor<'de> for NothingVisitor {
    type Value = Nothing;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nothing: this member is not known")
    }

    fn visit_unit<E>(self) -> Result<Nothing, E> {
        Ok(Nothing)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Nothing, E> {
        if value { Err(E::invalid_value(Unexpected::Bool(true), &self)) } else { Ok(Nothing) }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Nothing, A::Error> {
        match list.next_element::<IgnoredAny>()? {
            None => Ok(Nothing),
            Some(_) => Err(A::Error::invalid_type(Unexpected::Seq, &self)),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Nothing, A::Error> {
        match map.next_key::<IgnoredAny>()? {
            None => Ok(Nothing),
            Some(_) => Err(A::Error::invalid_type(Unexpected::Map, &self)),
        }
    }
}
