//! The content of a delta: a text, or a list of pieces.

use kei_router_core::lenient::Text;
use kei_router_core::lenient::{Raw, nothing_from, read};
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

/// The content of a delta. Mistral's reasoning models send lists.
#[derive(Default)]
pub(crate) enum Content<'a> {
    #[default]
    Nothing,
    Text(Cow<'a, str>),
    Pieces(Vec<&'a RawValue>),
}

/// A piece of a list.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Piece<'a> {
    #[serde(borrow, rename = "type")]
    pub(crate) kind: Text<'a>,
    #[serde(borrow)]
    pub(crate) text: Text<'a>,
    #[serde(borrow)]
    pub(crate) refusal: Text<'a>,
    /// A text, or pieces of one.
    #[serde(borrow)]
    pub(crate) thinking: Raw<'a>,
}

impl Content<'_> {
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Nothing => true,
            Self::Text(text) => text.is_empty(),
            Self::Pieces(pieces) => pieces.is_empty(),
        }
    }
}

impl<'a> Piece<'a> {
    /// A piece; a bare text is one of text.
    pub(crate) fn of(raw: &'a RawValue) -> Self {
        if raw.get().starts_with('"') {
            let text = serde_json::from_str(raw.get()).unwrap_or_default();
            return Self { text, ..Self::default() };
        }
        read(raw)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Content<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ContentVisitor(PhantomData))
    }
}

struct ContentVisitor<'a>(PhantomData<&'a ()>);

impl<'de: 'a, 'a> Visitor<'de> for ContentVisitor<'a> {
    type Value = Content<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a list of pieces")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Content<'a>, E> {
        Ok(Content::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Content<'a>, E> {
        Ok(Content::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Content<'a>, E> {
        Ok(Content::Text(Cow::Owned(number.to_string())))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Content<'a>, E> {
        Ok(Content::Text(Cow::Owned(number.to_string())))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Content<'a>, E> {
        Ok(Content::Text(Cow::Owned(number.to_string())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Content<'a>, A::Error> {
        let mut pieces = Vec::new();
        while let Some(piece) = list.next_element::<&'a RawValue>()? {
            pieces.push(piece);
        }
        Ok(Content::Pieces(pieces))
    }

    /// One piece that is not in a list.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Content<'a>, A::Error> {
        let mut found = Content::Nothing;
        while let Some(name) = map.next_key::<Text<'a>>()? {
            if name.as_str() == Some("text") {
                found =
                    map.next_value::<Text<'a>>()?.some().map_or(Content::Nothing, Content::Text);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }

    nothing_from!(bool null);
}
