//! The reasoning efforts that a model accepts.

use crate::ReasoningEffort;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

/// The reasoning efforts that a model accepts on one wire format. Vendors refuse others with a 400.
///
/// Turning reasoning off is not an effort; see
/// [`Capability::ReasoningOff`](crate::Capability::ReasoningOff).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Efforts {
    words: u8,
    beside_tools: bool,
}

const ALL: [ReasoningEffort; 6] = [
    ReasoningEffort::Minimal,
    ReasoningEffort::Low,
    ReasoningEffort::Medium,
    ReasoningEffort::High,
    ReasoningEffort::XHigh,
    ReasoningEffort::Max,
];

impl Efforts {
    /// These efforts, with and without tools. An empty list means that the model accepts no effort.
    pub const fn new(efforts: &[ReasoningEffort]) -> Self {
        Self { words: bits(efforts), beside_tools: true }
    }

    /// The same efforts, which the vendor refuses in requests with tools.
    pub const fn without_tools(mut self) -> Self {
        self.beside_tools = false;
        self
    }

    /// Whether the model accepts `effort`.
    pub const fn contains(self, effort: ReasoningEffort) -> bool {
        self.words & bits(&[effort]) != 0
    }

    /// Whether a request may have both an effort and tools.
    pub const fn beside_tools(self) -> bool {
        self.beside_tools
    }

    /// What to send for `effort`: itself, else the next higher one that the model accepts, else the
    /// highest. `None` if the model accepts no effort.
    pub fn nearest(self, effort: ReasoningEffort) -> Option<ReasoningEffort> {
        let mut taken = ALL.into_iter().filter(|known| self.contains(*known));
        let higher = taken.clone().find(|known| *known >= effort);
        higher.or_else(|| taken.next_back())
    }
}

impl Serialize for Efforts {
    /// `{"efforts":["low","high"],"beside_tools":true}`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let taken: Vec<_> = ALL.into_iter().filter(|effort| self.contains(*effort)).collect();
        let mut efforts = serializer.serialize_struct("Efforts", 2)?;
        efforts.serialize_field("efforts", &taken)?;
        efforts.serialize_field("beside_tools", &self.beside_tools)?;
        efforts.end()
    }
}

const fn bits(efforts: &[ReasoningEffort]) -> u8 {
    match efforts {
        [] => 0,
        [first, rest @ ..] => 1 << *first as u8 | bits(rest),
    }
}

#[cfg(test)]
mod tests {
    use super::{ALL, Efforts};
    use crate::ReasoningEffort::{High, Low, Max, Medium, Minimal, XHigh};

    #[test]
    fn an_effort_that_a_model_lacks_becomes_the_next_higher_or_the_highest() {
        let kimi = Efforts::new(&[Low, High, Max]);
        let sent = ALL.map(|effort| kimi.nearest(effort));
        assert_eq!(sent, [Low, Low, High, High, Max, Max].map(Some));
        let gpt = Efforts::new(&[Low, Medium, High, XHigh]);
        assert_eq!(gpt.nearest(Minimal), Some(Low));
        assert_eq!(gpt.nearest(Max), Some(XHigh));
        assert_eq!(Efforts::new(&[]).nearest(High), None);
    }

    #[test]
    fn each_effort_is_told_apart_and_tools_are_allowed_unless_said() {
        for effort in ALL {
            let one = Efforts::new(&[effort]);
            let taken: Vec<_> = ALL.into_iter().filter(|known| one.contains(*known)).collect();
            assert_eq!(taken, [effort]);
            assert!(one.beside_tools() && !one.without_tools().beside_tools());
        }
    }
}
