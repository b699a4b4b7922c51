//! Lists and objects of which nothing is built: their items are read one after the other, so that
//! a list of small things takes no more memory than its text.

use super::{Name, Raw};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::fmt;

/// The items of raw JSON that is a list, one after the other; a single value is a list of itself.
pub fn each(raw: &RawValue) -> Each<'_> {
    match raw.get().strip_prefix('[') {
        Some(rest) => Each { single: None, rest },
        None => Each { single: Some(raw), rest: "" },
    }
}

/// The items of a list, one after the other: what [`each`] gives.
#[derive(Clone, Debug, Default)]
pub struct Each<'a> {
    single: Option<&'a RawValue>,
    rest: &'a str,
}

impl<'a> Iterator for Each<'a> {
    type Item = &'a RawValue;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(single) = self.single.take() {
            return Some(single);
        }
        let rest = self.rest.trim_start_matches([' ', '\n', '\r', '\t', ',']);
        self.rest = "";
        if rest.is_empty() || rest.starts_with(']') {
            return None;
        }
        let mut items = serde_json::Deserializer::from_str(rest).into_iter::<&'a RawValue>();
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
        self.0.map(each).unwrap_or_default()
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
