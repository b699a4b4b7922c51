//! The choices of a chunk.

use super::Choice;
use kei_router_core::lenient::{nothing_from, object};
use serde::Deserialize;
use serde::de::{Deserializer, SeqAccess, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// The choices of a chunk. There is one, unless several replies were asked for: it costs no list.
#[derive(Default)]
pub(crate) struct Choices<'a> {
    /// Whether there was a list at all.
    pub(crate) listed: bool,
    pub(crate) first: Option<Choice<'a>>,
    pub(crate) more: Vec<Choice<'a>>,
}

#[derive(Deserialize)]
struct Slot<'a>(#[serde(borrow, deserialize_with = "object")] Choice<'a>);

impl<'de: 'a, 'a> Deserialize<'de> for Choices<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ChoicesVisitor(PhantomData))
    }
}

struct ChoicesVisitor<'a>(PhantomData<&'a ()>);

impl<'de: 'a, 'a> Visitor<'de> for ChoicesVisitor<'a> {
    type Value = Choices<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of choices")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Choices<'a>, A::Error> {
        let first = list.next_element::<Slot<'a>>()?.map(|slot| slot.0);
        let mut more = Vec::new();
        while let Some(Slot(choice)) = list.next_element()? {
            more.push(choice);
        }
        Ok(Choices { listed: true, first, more })
    }

    nothing_from!(bool number text null object);
}
