//! How the fields are read: a value of another shape than the wanted one is passed over.

use super::{Count, List, Object, Text};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

/// What a field is read into, from each shape that a value can have.
trait Shape<'de>: Default {
    fn from_borrowed(text: &'de str) -> Self {
        Self::from_text(text)
    }

    fn from_text(_text: &str) -> Self {
        Self::default()
    }

    fn from_number(_number: u64) -> Self {
        Self::default()
    }

    fn from_map<A: MapAccess<'de>>(map: A) -> Result<Self, A::Error> {
        IgnoredAny.visit_map(map).map(|_| Self::default())
    }

    fn from_seq<A: SeqAccess<'de>>(seq: A) -> Result<Self, A::Error> {
        IgnoredAny.visit_seq(seq).map(|_| Self::default())
    }
}

impl<'de: 'a, 'a> Shape<'de> for Text<'a> {
    fn from_borrowed(text: &'de str) -> Self {
        Self(Cow::Borrowed(text))
    }

    fn from_text(text: &str) -> Self {
        Self(Cow::Owned(text.to_owned()))
    }
}

impl Shape<'_> for Count {
    fn from_number(number: u64) -> Self {
        Self(Some(number))
    }
}

impl<'de, T: Deserialize<'de> + Default> Shape<'de> for Object<T> {
    fn from_map<A: MapAccess<'de>>(map: A) -> Result<Self, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Self)
    }
}

impl<'de: 'a, 'a> Shape<'de> for List<'a> {
    fn from_seq<A: SeqAccess<'de>>(mut seq: A) -> Result<Self, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Self(items))
    }
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

    fn visit_bool<E: Error>(self, _: bool) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
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

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any(PhantomData))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for List<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any(PhantomData))
    }
}

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any(PhantomData))
    }
}

impl<'de, T: Deserialize<'de> + Default> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Counts, Event};

    #[test]
    fn every_field_takes_every_shape() {
        let keys = ["type", "index", "delta", "content_block", "message", "usage", "error"];
        for key in keys {
            for value in ["null", "true", "-1", "1.5", "7", r#""a\n""#, "[[1]]", r#"{"a":{}}"#] {
                let json = format!(r#"{{"{key}":{value},"unknown":[{{}}]}}"#);
                serde_json::from_str::<Event<'_>>(&json).expect(&json);
            }
        }
        let counts: Counts = serde_json::from_str(
            r#"{"input_tokens":3,"output_tokens":"x","cache_creation":null,
                "output_tokens_details":{"thinking_tokens":2}}"#,
        )
        .expect("lenient");
        assert_eq!(counts.input_tokens.0, Some(3));
        assert_eq!(counts.output_tokens.0, None);
        assert_eq!(counts.output_tokens_details.0.thinking_tokens.0, Some(2));
    }

    #[test]
    fn text_without_escapes_is_borrowed() {
        let json = r#"{"delta":{"type":"text_delta","text":"plain"}}"#;
        let event: Event<'_> = serde_json::from_str(json).expect("valid");
        assert!(matches!(event.delta.0.text.0, std::borrow::Cow::Borrowed("plain")));
        let json = r#"{"delta":{"text":"a\u00e9\n"}}"#;
        let event: Event<'_> = serde_json::from_str(json).expect("valid");
        assert_eq!(event.delta.0.text.given(), Some("aé\n"));
        assert!(serde_json::from_str::<Event<'_>>(r#"{"delta":{"text":"#).is_err());
    }
}
