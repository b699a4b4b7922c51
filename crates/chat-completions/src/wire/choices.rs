//! The choices of a chunk.

use super::Choice;
use kei_router_core::lenient::{Shape, any};
use serde::de::SeqAccess;
use serde::{Deserialize, Deserializer};

/// The choices of a chunk. There is one, unless several replies were asked for: it costs no list.
#[derive(Debug, Default)]
pub(crate) struct Choices<'a> {
    /// Whether there was a list at all.
    pub(crate) listed: bool,
    pub(crate) first: Option<Choice<'a>>,
    pub(crate) more: Vec<Choice<'a>>,
}

impl<'de: 'a, 'a> Shape<'de> for Choices<'a> {
    fn from_seq<A: SeqAccess<'de>>(mut list: A) -> Result<Self, A::Error> {
        let first = list.next_element()?;
        let mut more = Vec::new();
        while let Some(choice) = list.next_element()? {
            more.push(choice);
        }
        Ok(Self { listed: true, first, more })
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Choices<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        any(deserializer)
    }
}
