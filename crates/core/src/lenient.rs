//! Lenient deserialization for decoders: a value of an unexpected type reads as absent. Only
//! malformed JSON is an error.

mod list;
mod object;
mod scalar;
mod shape;

pub use crate::__lenient_object as object;
pub use list::{Each, List, each, each_as, each_member};
pub use object::Name;
pub use scalar::{Count, Text};
pub use shape::{Shape, any};

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// Raw JSON, to be parsed later; `None` if absent or null.
pub type Raw<'a> = Option<&'a RawValue>;

/// Parses raw JSON; the default if it has another shape.
pub fn read<'a, T: Deserialize<'a> + Default>(raw: &'a RawValue) -> T {
    serde_json::from_str(raw.get()).unwrap_or_default()
}

/// An object, and nothing else: any other value is an error.
#[derive(Debug)]
pub struct Strict<T>(pub T);

impl<'de, T: Shape<'de>> Deserialize<'de> for Strict<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        shape::only_map(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::{Count, List, Raw, Strict, Text, each, object, read};
    use std::borrow::Cow;

    object! {
        struct Inner<'a> {
            text: Text<'a>,
            count: Count,
        }
    }

    object! {
        struct Outer<'a> {
            inner: Inner<'a>,
            raw: Raw<'a>,
            list: List<'a> = "items",
        }
    }

    const SHAPES: [&str; 8] =
        ["null", "true", "-1", "1.5", "7", r#""a\n""#, "[[1]]", r#"{"a":{}}"#];

    #[test]
    fn every_field_takes_every_shape() {
        for value in SHAPES {
            for json in [
                format!(r#"{{"inner":{value},"raw":{value},"items":{value},"unknown":[{value}]}}"#),
                format!(r#"{{"inner":{{"text":{value},"count":{value}}}}}"#),
                value.to_owned(),
            ] {
                serde_json::from_str::<Outer<'_>>(&json).expect(&json);
            }
            let strict = serde_json::from_str::<Strict<Outer<'_>>>(value);
            assert_eq!(strict.is_ok(), value.starts_with('{'), "{value}");
        }
        assert!(serde_json::from_str::<Outer<'_>>(r#"{"inner":{"text":"#).is_err());
    }

    #[test]
    fn texts_are_borrowed_and_take_numbers_as_counts_take_texts() {
        let json = r#"{"inner":{"text":"plain","count":"12"},"items":[{"text":7},{"count":3.0}]}"#;
        let outer: Outer<'_> = serde_json::from_str(json).unwrap();
        assert!(matches!(outer.inner.text.0, Some(Cow::Borrowed("plain"))));
        assert_eq!(outer.inner.count.0, Some(12));
        let inner: Vec<Inner<'_>> = outer.list.iter().map(read).collect();
        assert_eq!(inner[0].text.as_str(), Some("7"));
        assert_eq!(inner[1].count.0, Some(3));
        let counts = [r#""12.0""#, "-1", "-1.5", r#""x""#]
            .map(|json| serde_json::from_str::<Count>(json).unwrap().0);
        assert_eq!(counts, [Some(12), None, None, None]);
    }

    #[test]
    fn a_member_that_comes_twice_counts_the_last_time() {
        let json = r#"{"raw":1,"inner":{"count":1,"text":"a","count":2},"raw":[3,4]}"#;
        let outer: Outer<'_> = serde_json::from_str(json).unwrap();
        assert_eq!((outer.inner.count.0, outer.inner.text.as_str()), (Some(2), Some("a")));
        assert_eq!(each(outer.raw.unwrap()).count(), 2);
    }
}
