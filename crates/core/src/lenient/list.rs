//! Lists and objects of which nothing is built: their items are read one after the other, so that
//! a list of small things takes no more memory than its text.

use super::{Name, Raw};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::fmt;
use std::marker::PhantomData;

/// The items of raw JSON that is a list, one after the other; a single value is a list of itself.
pub fn each(raw: &RawValue) -> Each<'_> {
    each_as(raw)
}

/// The same, with each item read as a `T` where it stands. An item that is no `T` ends the list, so
/// `T` should take any shape.
pub fn each_as<'a, T: Deserialize<'a>>(raw: &'a RawValue) -> Each<'a, T> {
    match raw.get().strip_prefix('[') {
        Some(rest) => Each { single: None, rest, items: PhantomData },
        None => Each { single: Some(raw), rest: "", items: PhantomData },
    }
}

/// The items of a list, one after the other: what [`each`] and [`each_as`] give.
#[derive(Clone, Debug)]
pub struct Each<'a, T = &'a RawValue> {
    single: Option<&'a RawValue>,
    rest: &'a str,
    items: PhantomData<fn() -> T>,
}

impl<'a, T> Each<'a, T> {
    /// Whether the last item has been given. Nothing is read to tell.
    pub fn is_over(&self) -> bool {
        let rest = self.rest.trim_start_matches(BETWEEN);
        self.single.is_none() && (rest.is_empty() || rest.starts_with(']'))
    }
}

/// What stands between the items of a list.
const BETWEEN: [char; 5] = [' ', '\n', '\r', '\t', ','];

impl<'a, T: Deserialize<'a>> Iterator for Each<'a, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        if let Some(single) = self.single.take() {
            return serde_json::from_str(single.get()).ok();
        }
        let rest = self.rest.trim_start_matches(BETWEEN);
        self.rest = "";
        if rest.is_empty() || rest.starts_with(']') {
            return None;
        }
        let mut items = serde_json::Deserializer::from_str(rest).into_iter::<T>();
        let item = items.next()?.ok()?;
        self.rest = rest.get(items.byte_offset()..).unwrap_or_default();
        Some(item)
    }
}

/// The members of raw JSON that is an object, in order, to whoever takes them; of any other value
/// there are none.
pub fn each_member<'a>(raw: &'a RawValue, take: impl FnMut(Name<'a>, &'a RawValue)) {
    if raw.get().starts_with('{') {
        // Raw JSON has been read before: there is no error left in it.
        let _ = serde_json::Deserializer::from_str(raw.get()).deserialize_map(Members(take));
    }
}

struct Members<F>(F);

impl<'de, F: FnMut(Name<'de>, &'de RawValue)> Visitor<'de> for Members<F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some((name, value)) = map.next_entry()? {
            (self.0)(name, value);
        }
        Ok(())
    }
}

/// A list, its items as they came; empty for anything else.
#[derive(Clone, Copy, Debug, Default)]
pub struct List<'a>(Raw<'a>);

impl<'a> List<'a> {
    /// The items, one after the other.
    pub fn iter(&self) -> Each<'a> {
        match self.0 {
            Some(raw) => each(raw),
            None => Each { single: None, rest: "", items: PhantomData },
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }
}

impl<'a> IntoIterator for &List<'a> {
    type Item = &'a RawValue;
    type IntoIter = Each<'a>;

    fn into_iter(self) -> Each<'a> {
        self.iter()
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for List<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Raw::deserialize(deserializer)?;
        Ok(Self(raw.filter(|raw| raw.get().starts_with('['))))
    }
}

#[cfg(test)]
mod tests {
    use super::{each, each_member};
    use serde_json::value::RawValue;

    fn raw(json: &str) -> Box<RawValue> {
        RawValue::from_string(json.to_owned()).expect(json)
    }

    #[test]
    fn items_come_one_after_the_other_as_they_stand() {
        for (list, items) in [
            ("[]", vec![]),
            ("[ ]", vec![]),
            ("[1]", vec!["1"]),
            (
                r#"[ "a,]" , {"b":[1, 2]} ,null,[],-1.5e3,true ]"#,
                vec![r#""a,]""#, r#"{"b":[1, 2]}"#, "null", "[]", "-1.5e3", "true"],
            ),
            (r#"{"not":"a list"}"#, vec![r#"{"not":"a list"}"#]),
            ("7", vec!["7"]),
        ] {
            let raw = raw(list);
            assert_eq!(each(&raw).map(RawValue::get).collect::<Vec<_>>(), items, "{list}");
        }
    }

    #[test]
    fn members_come_in_order_and_other_values_have_none() {
        let members = |json: &str| {
            let (raw, mut all) = (raw(json), Vec::new());
            each_member(&raw, |name, value| all.push(format!("{}={}", &*name, value.get())));
            all
        };
        assert_eq!(
            members(r#"{"a":1,"\u0062":{"c":[ ]},"a":2}"#),
            ["a=1", r#"b={"c":[ ]}"#, "a=2"]
        );
        assert!(members("[1]").is_empty() && members("7").is_empty() && members("{}").is_empty());
    }
}
