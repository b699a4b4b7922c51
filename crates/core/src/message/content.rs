//! Message content: a copy-on-write list of parts.

use super::{Part, PartKind};
use serde::de::value::SeqAccessDeserializer;
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// A list of parts. Cloning copies a pointer; changing a shared one copies the list first.
///
/// Serialized as a string if it is a single plain text, else as an array of parts.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Content(Arc<Vec<Part>>);

impl Content {
    /// The parts, in order.
    pub fn parts(&self) -> &[Part] {
        &self.0
    }

    /// Adds a part at the end.
    pub fn push(&mut self, part: impl Into<Part>) {
        Arc::make_mut(&mut self.0).push(part.into());
    }

    /// The parts, mutable.
    pub fn parts_mut(&mut self) -> &mut Vec<Part> {
        Arc::make_mut(&mut self.0)
    }

    /// Whether there is no part, or nothing but empty text.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|part| matches!(&part.kind, PartKind::Text { text } if text.is_empty()))
    }

    /// The text parts, joined. Borrowed if there is just one.
    pub fn text(&self) -> Cow<'_, str> {
        let mut texts = self.0.iter().filter_map(|part| match &part.kind {
            PartKind::Text { text } => Some(text.as_str()),
            _ => None,
        });
        match (texts.next(), texts.next()) {
            (None, _) => Cow::Borrowed(""),
            (Some(only), None) => Cow::Borrowed(only),
            (Some(a), Some(b)) => Cow::Owned([a, b].into_iter().chain(texts).collect()),
        }
    }

    /// The text, if the content is a single text without a cache mark and without vendor data.
    pub fn as_plain(&self) -> Option<&str> {
        match self.0.as_slice() {
            [Part { kind: PartKind::Text { text }, cache: None, vendor: None }] => Some(text),
            _ => None,
        }
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_plain() {
            Some(text) => fmt::Debug::fmt(text, f),
            None => fmt::Debug::fmt(self.parts(), f),
        }
    }
}

impl From<Vec<Part>> for Content {
    fn from(parts: Vec<Part>) -> Self {
        Self(Arc::new(parts))
    }
}

impl From<Part> for Content {
    fn from(part: Part) -> Self {
        Self::from(vec![part])
    }
}

impl From<&str> for Content {
    fn from(text: &str) -> Self {
        Self::from(Part::text(text))
    }
}

impl From<String> for Content {
    fn from(text: String) -> Self {
        Self::from(Part::text(text))
    }
}

impl From<&String> for Content {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl FromIterator<Part> for Content {
    fn from_iter<I: IntoIterator<Item = Part>>(parts: I) -> Self {
        Self::from(parts.into_iter().collect::<Vec<_>>())
    }
}

impl Serialize for Content {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.as_plain() {
            Some(text) => serializer.serialize_str(text),
            None => serializer.collect_seq(self.parts()),
        }
    }
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ContentVisitor)
    }
}

struct ContentVisitor;

impl<'de> Visitor<'de> for ContentVisitor {
    type Value = Content;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string, an array of parts or null")
    }

    fn visit_str<E>(self, text: &str) -> Result<Content, E> {
        Ok(Content::from(text))
    }

    fn visit_string<E>(self, text: String) -> Result<Content, E> {
        Ok(Content::from(text))
    }

    fn visit_unit<E>(self) -> Result<Content, E> {
        Ok(Content::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Content, A::Error> {
        Vec::<Part>::deserialize(SeqAccessDeserializer::new(seq)).map(Content::from)
    }
}

#[cfg(test)]
mod tests;
