//! Types that can be read from a JSON value of any type.

use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// A type that can be read from a JSON value of any type. Unsupported types, and `null`, give the
/// default.
///
/// Implement it, and let `Deserialize` be [`any`].
pub trait Shape<'de>: Default {
    /// From text without escapes, which can be borrowed.
    fn from_borrowed(text: &'de str) -> Self {
        Self::from_text(text)
    }

    /// From any other text.
    fn from_text(_text: &str) -> Self {
        Self::default()
    }

    /// From a whole number that is not negative.
    fn from_count(_number: u64) -> Self {
        Self::default()
    }

    /// From any other number.
    fn from_number(_number: f64) -> Self {
        Self::default()
    }

    /// From `true` or `false`.
    fn from_bool(_value: bool) -> Self {
        Self::default()
    }

    /// From an object.
    ///
    /// # Errors
    /// Malformed JSON.
    fn from_map<A: MapAccess<'de>>(map: A) -> Result<Self, A::Error> {
        IgnoredAny.visit_map(map).map(|_| Self::default())
    }

    /// From a list.
    ///
    /// # Errors
    /// Malformed JSON.
    fn from_seq<A: SeqAccess<'de>>(seq: A) -> Result<Self, A::Error> {
        IgnoredAny.visit_seq(seq).map(|_| Self::default())
    }
}

/// Reads a value of any shape.
///
/// # Errors
/// Malformed JSON.
pub fn any<'de, D: Deserializer<'de>, T: Shape<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_any(Any(PhantomData))
}

/// Reads an object, and nothing else.
///
/// # Errors
/// Malformed JSON, and any other shape.
pub(super) fn only_map<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Shape<'de>,
{
    deserializer.deserialize_map(OnlyMap(PhantomData))
}

struct Any<T>(PhantomData<T>);

impl<'de, T: Shape<'de>> Visitor<'de> for Any<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E: Error>(self) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<T, E> {
        Ok(T::from_bool(value))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        Ok(T::from_count(number))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
        Ok(u64::try_from(number).map_or_else(|_| T::from_number(number as f64), T::from_count))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<T, E> {
        Ok(T::from_number(number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        Ok(T::from_text(text))
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<T, E> {
        Ok(T::from_borrowed(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<T, A::Error> {
        T::from_seq(seq)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::from_map(map)
    }
}

struct OnlyMap<T>(PhantomData<T>);

impl<'de, T: Shape<'de>> Visitor<'de> for OnlyMap<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::from_map(map)
    }
}
