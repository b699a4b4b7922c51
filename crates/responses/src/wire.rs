//! The fields of a response that are read, all of them leniently.
//!
//! An event borrows from its frame. What most events lack is kept as raw JSON, which costs nothing
//! while it is absent, and is read where it is used. Values of an unexpected type read as absent;
//! only malformed JSON is an error.

use kei_router_core::lenient::{Count, Raw, Text, object, read};
use serde_json::value::RawValue;
use std::borrow::Cow;

object! {
    /// One event of a stream.
    pub(crate) struct Event<'a> {
        pub(crate) kind: Text<'a> = "type",
        /// Which item of the output it is about. llama.cpp leaves it out.
        pub(crate) output_index: Count,
        /// The item's id. Copilot has another one in each event.
        pub(crate) item_id: Text<'a>,
        pub(crate) content_index: Count,
        pub(crate) summary_index: Count,
        pub(crate) delta: Text<'a>,
        pub(crate) text: Text<'a>,
        pub(crate) refusal: Text<'a>,
        /// The whole arguments of a function.
        pub(crate) arguments: Raw<'a>,
        /// The whole input of a custom tool.
        pub(crate) input: Raw<'a>,
        pub(crate) item: Raw<'a>,
        /// A whole part of a message.
        pub(crate) part: Raw<'a>,
        pub(crate) annotation: Raw<'a>,
        pub(crate) response: Raw<'a>,
    }
}

object! {
    /// An item of the output.
    pub(crate) struct ItemWire<'a> {
        pub(crate) kind: Text<'a> = "type",
        pub(crate) id: Text<'a>,
        pub(crate) status: Text<'a>,
        pub(crate) call_id: Text<'a>,
        pub(crate) name: Text<'a>,
        pub(crate) arguments: Raw<'a>,
        pub(crate) input: Raw<'a>,
        pub(crate) content: Raw<'a>,
        pub(crate) summary: Raw<'a>,
        pub(crate) encrypted_content: Text<'a>,
        /// Of a message: whether it is the answer, or said on the way to it.
        pub(crate) phase: Text<'a>,
        /// Of a call: who calls, where it is a program of the model's.
        pub(crate) caller: Raw<'a>,
        /// Of a call: where its tool belongs to.
        pub(crate) namespace: Raw<'a>,
    }
}

object! {
    /// A picture that the vendor's tool made.
    pub(crate) struct ImageWire<'a> {
        pub(crate) id: Text<'a>,
        /// Base64.
        pub(crate) result: Text<'a>,
        /// `png`, `webp` or `jpeg`.
        pub(crate) output_format: Text<'a>,
    }
}

object! {
    /// Who runs a tool that the vendor defines.
    pub(crate) struct ClientCallWire<'a> {
        /// Where a shell runs.
        pub(crate) environment: EnvironmentWire<'a>,
        /// `client` or `server`.
        pub(crate) execution: Text<'a>,
    }
}

object! {
    /// Where a shell runs: `local`, or in a container of the vendor's.
    pub(crate) struct EnvironmentWire<'a> {
        pub(crate) kind: Text<'a> = "type",
    }
}

object! {
    /// A part of a message, of reasoning or of a summary.
    pub(crate) struct PartWire<'a> {
        pub(crate) kind: Text<'a> = "type",
        pub(crate) text: Text<'a>,
        pub(crate) refusal: Text<'a>,
        /// The words of a sound.
        pub(crate) transcript: Text<'a>,
        /// A sound, in base64.
        pub(crate) data: Text<'a>,
        pub(crate) annotations: Raw<'a>,
    }
}

object! {
    /// A source that the reply cites.
    pub(crate) struct AnnotationWire<'a> {
        pub(crate) url: Text<'a>,
        pub(crate) title: Text<'a>,
        pub(crate) filename: Text<'a>,
    }
}

object! {
    /// The whole response, as in the first and the last events.
    pub(crate) struct ResponseWire<'a> {
        pub(crate) object: Text<'a>,
        pub(crate) id: Text<'a>,
        pub(crate) model: Text<'a>,
        pub(crate) status: Text<'a>,
        pub(crate) incomplete_details: DetailsWire<'a>,
        pub(crate) error: Raw<'a>,
        pub(crate) output: Raw<'a>,
        pub(crate) usage: UsageWire,
        pub(crate) service_tier: Text<'a>,
        pub(crate) tool_usage: Raw<'a>,
    }
}

object! {
    /// How much was used of the vendor's own tools.
    pub(crate) struct ToolUsage {
        pub(crate) web_search: ToolCounts,
        pub(crate) image_gen: ToolCounts,
    }
}

object! {
    /// How much was used of one of them.
    pub(crate) struct ToolCounts {
        pub(crate) num_requests: Count,
        pub(crate) total_tokens: Count,
    }
}

object! {
    /// Why a response is incomplete.
    pub(crate) struct DetailsWire<'a> {
        pub(crate) reason: Text<'a>,
    }
}

object! {
    /// Token counts.
    pub(crate) struct UsageWire {
        pub(crate) input_tokens: Count,
        pub(crate) output_tokens: Count,
        pub(crate) input_tokens_details: TokensWire,
        pub(crate) output_tokens_details: TokensWire,
    }
}

object! {
    /// Of token counts, those of a kind.
    pub(crate) struct TokensWire {
        pub(crate) cached_tokens: Count,
        pub(crate) cache_write_tokens: Count,
        pub(crate) cache_write_tokens_details: LifetimesWire,
        pub(crate) reasoning_tokens: Count,
    }
}

object! {
    /// Of tokens written to the cache, those of a lifetime.
    pub(crate) struct LifetimesWire {
        pub(crate) ttl_12h_tokens: Count,
    }
}

impl<'a> PartWire<'a> {
    /// A part; a bare text is one of text.
    pub(crate) fn of(raw: &'a RawValue) -> Self {
        if raw.get().starts_with('"') {
            let text = serde_json::from_str(raw.get()).unwrap_or_default();
            return Self { text, ..Self::default() };
        }
        read(raw)
    }
}

/// Arguments as text: a text as it is, an object from a careless server as its JSON.
pub(crate) fn arguments(raw: Raw<'_>) -> Cow<'_, str> {
    let Some(json) = raw.map(RawValue::get) else { return Cow::Borrowed("") };
    match json.starts_with('"') {
        true => serde_json::from_str::<Text<'_>>(json).unwrap_or_default().0.unwrap_or_default(),
        false => Cow::Borrowed(json),
    }
}
