//! The content of a delta: a text, or a list of pieces.

use kei_router_core::lenient::{Raw, Shape, Text, any, object, read};
use serde::de::{MapAccess, SeqAccess};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::borrow::Cow;

/// The content of a delta. Mistral's reasoning models send lists.
#[derive(Debug, Default)]
pub(crate) enum Content<'a> {
    #[default]
    Nothing,
    Text(Cow<'a, str>),
    Pieces(Vec<&'a RawValue>),
}

object! {
    /// A piece of a list.
    pub(crate) struct Piece<'a> {
        pub(crate) kind: Text<'a> = "type",
        pub(crate) text: Text<'a>,
        pub(crate) refusal: Text<'a>,
        /// A text, or pieces of one.
        pub(crate) thinking: Raw<'a>,
        pub(crate) image_url: Raw<'a>,
    }
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

impl<'de: 'a, 'a> Shape<'de> for Content<'a> {
    fn from_borrowed(text: &'de str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    fn from_text(text: &str) -> Self {
        Self::Text(Cow::Owned(text.to_owned()))
    }

    fn from_count(number: u64) -> Self {
        Self::Text(Cow::Owned(number.to_string()))
    }

    fn from_number(number: f64) -> Self {
        Self::Text(Cow::Owned(number.to_string()))
    }

    /// What says nothing is passed over: neither an object nor a text.
    fn from_seq<A: SeqAccess<'de>>(mut list: A) -> Result<Self, A::Error> {
        let mut pieces = Vec::new();
        while let Some(piece) = list.next_element::<&RawValue>()? {
            if piece.get().len() > 2 && piece.get().starts_with(['{', '"']) {
                pieces.push(piece);
            }
        }
        Ok(Self::Pieces(pieces))
    }

    /// One piece that is not in a list.
    fn from_map<A: MapAccess<'de>>(map: A) -> Result<Self, A::Error> {
        let piece = Piece::from_map(map)?;
        Ok(piece.text.some().map_or(Self::Nothing, Self::Text))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Content<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        any(deserializer)
    }
}
