//! Strings and counts, which accept each other's types.

use super::{Shape, any};
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;

/// A string, borrowed if it has no escapes; a number is converted. `None` for anything else.
#[derive(Clone, Debug, Default)]
pub struct Text<'a>(pub Option<Cow<'a, str>>);

/// A count: a number, or a string that contains one. `None` for anything else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count(pub Option<u64>);

impl<'a> Text<'a> {
    /// The string, unless it is empty.
    pub fn some(self) -> Option<Cow<'a, str>> {
        self.0.filter(|text| !text.is_empty())
    }

    /// The string, unless it is empty.
    pub fn as_str(&self) -> Option<&str> {
        self.0.as_deref().filter(|text| !text.is_empty())
    }

    /// The text; empty where there is none.
    pub fn or_empty(self) -> Cow<'a, str> {
        self.0.unwrap_or_default()
    }
}

impl<'de: 'a, 'a> Shape<'de> for Text<'a> {
    fn from_borrowed(text: &'de str) -> Self {
        Self(Some(Cow::Borrowed(text)))
    }

    fn from_text(text: &str) -> Self {
        Self(Some(Cow::Owned(text.to_owned())))
    }

    fn from_count(number: u64) -> Self {
        Self(Some(Cow::Owned(number.to_string())))
    }

    fn from_number(number: f64) -> Self {
        Self(Some(Cow::Owned(number.to_string())))
    }
}

impl Shape<'_> for Count {
    fn from_text(text: &str) -> Self {
        let text = text.trim();
        let float = || text.parse().ok().and_then(|number| Self::from_number(number).0);
        Self(text.parse().ok().or_else(float))
    }

    fn from_count(number: u64) -> Self {
        Self(Some(number))
    }

    fn from_number(number: f64) -> Self {
        // A cast of a float saturates.
        Self((number >= 0.0).then_some(number as u64))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        any(deserializer)
    }
}

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        any(deserializer)
    }
}
