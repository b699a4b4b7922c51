//! Options of a request that are not JSON's own types.

use kei_router::{ReasoningConfig, ReasoningEffort, Tool};
use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::fmt;

/// The longest definition of a tool, in bytes.
const TOOL: usize = 256 * 1024;

/// How much to reason: a word, or a number of tokens.
pub(super) struct Reasoning(ReasoningConfig);

impl From<Reasoning> for ReasoningConfig {
    fn from(given: Reasoning) -> Self {
        given.0
    }
}

impl<'de> Deserialize<'de> for Reasoning {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ReasoningVisitor).map(Self)
    }
}

struct ReasoningVisitor;

impl Visitor<'_> for ReasoningVisitor {
    type Value = ReasoningConfig;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("off, minimal, low, medium, high, xhigh, max, or a number of tokens")
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<ReasoningConfig, E> {
        use ReasoningEffort::{High, Low, Max, Medium, Minimal, XHigh};
        if matches!(word, "off" | "none") {
            return Ok(ReasoningConfig::Off);
        }
        let efforts = [Minimal, Low, Medium, High, XHigh, Max];
        let effort = efforts.into_iter().find(|effort| effort.as_str() == word);
        let wrong = || E::invalid_value(Unexpected::Other("word"), &self);
        effort.map(ReasoningConfig::Effort).ok_or_else(wrong)
    }

    fn visit_u64<E>(self, tokens: u64) -> Result<ReasoningConfig, E> {
        Ok(ReasoningConfig::Budget(tokens))
    }
}

/// A tool in the shape of Anthropic or of OpenAI.
pub(super) struct ToolGiven(pub(super) Tool);

impl<'de> Deserialize<'de> for ToolGiven {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?.get();
        if raw.len() > TOOL {
            return Err(D::Error::custom(format!("a tool is over {} KiB", TOOL / 1024)));
        }
        let value: serde_json::Value = serde_json::from_str(raw).map_err(D::Error::custom)?;
        Tool::try_from(&value).map(Self).map_err(D::Error::custom)
    }
}
