//! A choice of a chunk, and its delta.

use super::rare::Rare;
use super::{Content, Count, Raw, Text};
use kei_router_core::lenient::{Name, Shape, any};
use serde::de::{IgnoredAny, MapAccess};
use serde::{Deserialize, Deserializer};

/// A choice.
#[derive(Debug, Default)]
pub(crate) struct Choice<'a> {
    pub(crate) index: Count,
    pub(crate) delta: Delta<'a>,
    pub(crate) finish_reason: Text<'a>,
    /// `message` or `text` in place of a delta, of a whole reply and of servers that know no
    /// deltas; `usage`, in Kimi's place for it; `error`.
    pub(crate) rare: Rare<'a>,
}

/// What a choice says.
#[derive(Debug, Default)]
pub(crate) struct Delta<'a> {
    pub(crate) content: Content<'a>,
    pub(crate) reasoning_content: Text<'a>,
    pub(crate) reasoning: Text<'a>,
    pub(crate) reasoning_details: Raw<'a>,
    pub(crate) refusal: Text<'a>,
    pub(crate) tool_calls: Raw<'a>,
    /// `function_call`, the older form of a tool call; `annotations`; `audio`, OpenAI's spoken
    /// answer; `images`, OpenRouter's.
    pub(crate) rare: Rare<'a>,
}

impl Delta<'_> {
    /// Whether nothing of the reply is in it.
    pub(crate) fn says_nothing(&self) -> bool {
        self.content.is_empty()
            && self.reasoning_content.as_str().or(self.reasoning.as_str()).is_none()
            && self.reasoning_details.is_none_or(|raw| raw.get() == "[]")
            && self.refusal.as_str().is_none()
            && self.tool_calls.or(self.rare.get("function_call")).is_none()
            && self.rare.get("audio").is_none()
            && self.rare.get("images").is_none_or(|raw| raw.get() == "[]")
    }
}

impl<'de: 'a, 'a> Shape<'de> for Choice<'a> {
    fn from_map<A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        let mut choice = Self::default();
        while let Some(name) = map.next_key::<Name<'de>>()? {
            match &*name {
                "index" => choice.index = map.next_value()?,
                "delta" => choice.delta = map.next_value()?,
                "finish_reason" => choice.finish_reason = map.next_value()?,
                "message" => choice.rare.keep("message", map.next_value()?),
                "text" => choice.rare.keep("text", map.next_value()?),
                "usage" => choice.rare.keep("usage", map.next_value()?),
                "error" => choice.rare.keep("error", map.next_value()?),
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(choice)
    }
}

impl<'de: 'a, 'a> Shape<'de> for Delta<'a> {
    fn from_map<A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        let mut delta = Self::default();
        while let Some(name) = map.next_key::<Name<'de>>()? {
            match &*name {
                "content" => delta.content = map.next_value()?,
                "reasoning_content" => delta.reasoning_content = map.next_value()?,
                "reasoning" => delta.reasoning = map.next_value()?,
                "reasoning_details" => delta.reasoning_details = map.next_value()?,
                "refusal" => delta.refusal = map.next_value()?,
                "tool_calls" => delta.tool_calls = map.next_value()?,
                "function_call" => delta.rare.keep("function_call", map.next_value()?),
                "annotations" => delta.rare.keep("annotations", map.next_value()?),
                "audio" => delta.rare.keep("audio", map.next_value()?),
                "images" => delta.rare.keep("images", map.next_value()?),
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(delta)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Choice<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        any(deserializer)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Delta<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        any(deserializer)
    }
}
