//! The choices of a chunk.

use super::Choice;
use kei_router_core::lenient::{Shape, any};
use serde::de::{IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// The maximum number of choices that are read: as many replies as can be asked for at once.
const MAX_CHOICES: usize = 128;

/// The choices of a chunk. There is one, unless several replies were asked for: it costs no list.
#[derive(Debug, Default)]
pub(crate) struct Choices<'a> {
    /// Whether there was a list at all.
    pub(crate) listed: bool,
    pub(crate) first: Option<Choice<'a>>,
    pub(crate) more: Vec<Choice<'a>>,
    /// Whether there were more than anybody asks for.
    pub(crate) too_many: bool,
}

impl<'de: 'a, 'a> Shape<'de> for Choices<'a> {
    fn from_seq<A: SeqAccess<'de>>(mut list: A) -> Result<Self, A::Error> {
        let first = list.next_element()?;
        let mut more = Vec::new();
        while more.len() < MAX_CHOICES {
            match list.next_element()? {
                Some(choice) => more.push(choice),
                None => return Ok(Self { listed: true, first, more, too_many: false }),
            }
        }
        let too_many = list.next_element::<IgnoredAny>()?.is_some();
        IgnoredAny.visit_seq(list)?;
        Ok(Self { listed: true, first, more, too_many })
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Choices<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        any(deserializer)
    }
}
