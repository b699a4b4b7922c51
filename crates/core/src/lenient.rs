//! For decoders: values that take whatever comes, the expected shape or nothing. Nothing here
//! fails on a shape, only on what is no JSON.

mod scalar;

#[doc(hidden)]
pub use crate::nothing_from;
pub use scalar::{Count, Text};
#[doc(hidden)]
pub use serde::de::{IgnoredAny, MapAccess, SeqAccess};

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Visitor};
use serde_json::value::RawValue;
use std::fmt;
use std::marker::PhantomData;

/// JSON that is read later, if at all; `None` where it is absent or null.
pub type Raw<'a> = Option<&'a RawValue>;

/// Reads raw JSON; the default where it has another shape.
pub fn read<'a, T: Deserialize<'a> + Default>(raw: &'a RawValue) -> T {
    let mut json = serde_json::Deserializer::from_str(raw.get());
    object(&mut json).unwrap_or_default()
}

/// The items of raw JSON that is a list; a single value is a list of itself.
pub fn each(raw: &RawValue) -> Vec<&RawValue> {
    serde_json::from_str(raw.get()).unwrap_or_else(|_| vec![raw])
}

/// Reads an object; the default for anything else.
pub fn object<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    deserializer.deserialize_any(ObjectVisitor(PhantomData))
}

/// An object, and nothing else: a derived reader would take a list for one.
#[derive(Debug)]
pub struct Strict<T>(pub T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Strict<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(StrictVisitor(PhantomData))
    }
}

struct StrictVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for StrictVisitor<T> {
    type Value = Strict<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Strict<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Strict)
    }
}

/// Visitor methods that take a value of these kinds (`bool number text null list object`), and
/// make the default of it. For `impl Visitor<'de>` blocks.
#[macro_export]
#[doc(hidden)]
macro_rules! nothing_from {
    ($($kind:ident)*) => { $($crate::nothing_from!(@$kind);)* };
    (@bool) => {
        fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
    };
    (@number) => {
        fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }

        fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }

        fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
    };
    (@text) => {
        fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
    };
    (@null) => {
        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
    };
    (@list) => {
        fn visit_seq<A: $crate::lenient::SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
            while list.next_element::<$crate::lenient::IgnoredAny>()?.is_some() {}
            Ok(Self::Value::default())
        }
    };
    (@object) => {
        fn visit_map<A: $crate::lenient::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            while map.next_entry::<$crate::lenient::IgnoredAny, $crate::lenient::IgnoredAny>()?.is_some() {}
            Ok(Self::Value::default())
        }
    };
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de> + Default> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map))
    }

    nothing_from!(bool number text null list);
}

#[cfg(test)]
mod tests {
    use super::{Count, Raw, Text, each, object, read};
    use serde::Deserialize;
    use std::borrow::Cow;

    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Inner<'a> {
        #[serde(borrow)]
        text: Text<'a>,
        count: Count,
    }

    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Outer<'a> {
        #[serde(borrow, deserialize_with = "object")]
        inner: Inner<'a>,
        #[serde(borrow)]
        raw: Raw<'a>,
    }

    #[test]
    fn every_field_takes_every_shape() {
        for value in ["null", "true", "-1", "1.5", "7", r#""a\n""#, "[[1]]", r#"{"a":{}}"#] {
            for json in [
                format!(r#"{{"inner":{value},"raw":{value},"unknown":[{value}]}}"#),
                format!(r#"{{"inner":{{"text":{value},"count":{value}}}}}"#),
            ] {
                serde_json::from_str::<Outer<'_>>(&json).expect(&json);
            }
        }
    }

    #[test]
    fn texts_are_borrowed_and_take_numbers_as_counts_take_texts() {
        let json = r#"{"inner":{"text":"plain","count":"12"},"raw":[{"text":7},{"count":3.0}]}"#;
        let outer: Outer<'_> = serde_json::from_str(json).unwrap();
        assert!(matches!(outer.inner.text.0, Some(Cow::Borrowed("plain"))));
        assert_eq!(outer.inner.count.0, Some(12));
        let raws = each(outer.raw.unwrap());
        let inner: Vec<Inner<'_>> = raws.into_iter().map(read).collect();
        assert_eq!(inner[0].text.as_str(), Some("7"));
        assert_eq!(inner[1].count.0, Some(3));
    }
}
