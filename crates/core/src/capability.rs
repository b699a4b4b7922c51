//! What a model can do.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;

/// A capability that a model may or may not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Capability {
    /// The model can call tools.
    Tools,
    /// The model can be forced to call a tool (`ToolChoice::Required` or a named one).
    ForcedTools,
    /// The model accepts images.
    Images,
    /// The model accepts PDF documents.
    Documents,
    /// The model accepts audio input.
    Audio,
    /// The model can reason before it answers.
    Reasoning,
    /// Reasoning can be turned off.
    ReasoningOff,
    /// The model can be constrained to a JSON schema.
    JsonSchema,
    /// The model accepts `temperature` and `top_p`.
    Sampling,
    /// The model accepts a `seed`.
    Seed,
    /// A last assistant message is continued as the beginning of the reply.
    Prefill,
    /// The model reasons unless reasoning is turned off.
    ReasoningByDefault,
    /// The model accepts a token budget for reasoning.
    ReasoningBudget,
    /// The model accepts `temperature` and `top_p` when it does not reason.
    SamplingUnlessReasoning,
    /// The model accepts stop sequences.
    Stop,
}

const ALL: [Capability; 15] = [
    Capability::Tools,
    Capability::ForcedTools,
    Capability::Images,
    Capability::Documents,
    Capability::Audio,
    Capability::Reasoning,
    Capability::ReasoningOff,
    Capability::JsonSchema,
    Capability::Sampling,
    Capability::Seed,
    Capability::Prefill,
    Capability::ReasoningByDefault,
    Capability::ReasoningBudget,
    Capability::SamplingUnlessReasoning,
    Capability::Stop,
];

/// What is known about a model's capabilities: each one is present, absent or unknown. As JSON it
/// is what is known: `{"tools":true,"audio":false}`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Capabilities {
    present: u32,
    absent: u32,
}

impl Capabilities {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self { present: 0, absent: 0 };

    /// Marks each of `capabilities` as present.
    pub const fn with(mut self, capabilities: &[Capability]) -> Self {
        let bits = bits(capabilities);
        self.present |= bits;
        self.absent &= !bits;
        self
    }

    /// Marks each of `capabilities` as absent.
    pub const fn without(mut self, capabilities: &[Capability]) -> Self {
        let bits = bits(capabilities);
        self.absent |= bits;
        self.present &= !bits;
        self
    }

    /// These capabilities, with `base` filling in those that are unknown here.
    pub const fn over(self, base: Self) -> Self {
        let unknown = !(self.present | self.absent);
        Self {
            present: self.present | (base.present & unknown),
            absent: self.absent | (base.absent & unknown),
        }
    }

    /// Whether `capability` is present; `None` if unknown.
    pub const fn supports(self, capability: Capability) -> Option<bool> {
        let bit = 1 << capability as u32;
        if self.present & bit != 0 {
            Some(true)
        } else if self.absent & bit != 0 {
            Some(false)
        } else {
            None
        }
    }

    /// Whether `capability` is known to be absent.
    pub const fn lacks(self, capability: Capability) -> bool {
        matches!(self.supports(capability), Some(false))
    }
}

impl Capabilities {
    /// What is known: each ability that is there, or is known to be missing.
    pub fn known(self) -> impl Iterator<Item = (Capability, bool)> {
        ALL.into_iter().filter_map(move |ability| Some((ability, self.supports(ability)?)))
    }
}

impl Serialize for Capabilities {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.known())
    }
}

impl<'de> Deserialize<'de> for Capabilities {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let known = BTreeMap::<Capability, bool>::deserialize(deserializer)?;
        Ok(known.into_iter().fold(Self::UNKNOWN, |all, (ability, is_there)| match is_there {
            true => all.with(&[ability]),
            false => all.without(&[ability]),
        }))
    }
}

const fn bits(capabilities: &[Capability]) -> u32 {
    match capabilities {
        [] => 0,
        [first, rest @ ..] => 1 << *first as u32 | bits(rest),
    }
}

#[cfg(test)]
mod tests {
    use super::{ALL, Capabilities, Capability};

    #[test]
    fn unknown_is_neither_there_nor_missing() {
        const KNOWN: Capabilities = Capabilities::UNKNOWN
            .with(&[Capability::Tools, Capability::Sampling])
            .without(&[Capability::Sampling]);
        assert_eq!(KNOWN.supports(Capability::Tools), Some(true));
        assert_eq!(KNOWN.supports(Capability::Sampling), Some(false));
        assert_eq!(KNOWN.supports(Capability::Audio), None);
        assert!(!KNOWN.lacks(Capability::Audio));
    }

    #[test]
    fn json_says_what_is_known() {
        let some = Capabilities::UNKNOWN.with(&[Capability::Tools]).without(&[Capability::Stop]);
        let json = serde_json::to_string(&some).unwrap();
        assert_eq!(json, r#"{"tools":true,"stop":false}"#);
        assert_eq!(serde_json::from_str::<Capabilities>(&json).unwrap(), some);
        let every = ALL.into_iter().fold(Capabilities::UNKNOWN, |all, one| all.with(&[one]));
        let count = (0..u32::BITS).filter(|bit| every.present & (1 << bit) != 0).count();
        assert_eq!((every.present, count), ((1 << ALL.len()) - 1, ALL.len()));
    }

    #[test]
    fn what_is_known_wins_over_the_base_and_the_rest_is_the_bases() {
        let base = Capabilities::UNKNOWN
            .with(&[Capability::Tools, Capability::Stop])
            .without(&[Capability::Audio]);
        let over = Capabilities::UNKNOWN
            .with(&[Capability::Audio])
            .without(&[Capability::Stop, Capability::Seed]);
        let merged = over.over(base);
        let known = [Capability::Tools, Capability::Audio, Capability::Stop, Capability::Seed];
        let want = [Some(true), Some(true), Some(false), Some(false)];
        assert_eq!(known.map(|capability| merged.supports(capability)), want);
        assert_eq!(merged.supports(Capability::Images), None);
    }
}
