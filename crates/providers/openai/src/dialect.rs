//! OpenAI's dialects of its two wire formats.

use kei_router_chat_completions::Dialect;
use kei_router_core::encode::{Draft, MetadataSupport, SchemaRules, Support};
use kei_router_core::{CacheTtl, Capabilities, Capability};
use serde_json::{Value, json};
use std::borrow::Cow;

/// How the API differs from the plain wire format.
///
/// The system prompt goes as `developer`, the role that current models know; a custom endpoint
/// gets `system`. `max_tokens` is refused by reasoning models, so the newer name stands in. At
/// most four stop sequences are taken, and ids of calls have at most 40 bytes. A caller's `user_id` becomes `safety_identifier`, which
/// has taken the place of `user`. A conversation may hold items of the Responses API, which are
/// no parts of a message here: they are left out.
pub(crate) const CHAT: Dialect = Dialect {
    support: Support {
        capabilities: Capabilities::UNKNOWN.without(&[Capability::Prefill]),
        service_tier,
        user: Some(Cow::Borrowed("safety_identifier")),
        metadata: MetadataSupport::WhereStored,
        strict_tools: true,
        strict_schema: Some(SchemaRules::ALL_REQUIRED),
        pads_events: true,
        cache_mark: Some(cache_mark),
        ..Dialect::PLAIN.support
    },
    system_role: Cow::Borrowed("developer"),
    max_call_id: Some(40),
    max_tokens: Cow::Borrowed("max_completion_tokens"),
    max_stops: Some(4),
    opaque: |kind| matches!(kind, "text" | "image_url" | "input_audio" | "file" | "refusal"),
    ..Dialect::PLAIN
};

/// The Responses API is OpenAI's own: the plain wire is its.
pub(crate) const RESPONSES: kei_router_responses::Dialect = kei_router_responses::Dialect {
    support: Support {
        capabilities: Capabilities::UNKNOWN.without(&[Capability::Prefill]),
        service_tier,
        pads_events: true,
        cache_mark: Some(cache_mark),
        ..kei_router_responses::Dialect::PLAIN.support
    },
    ..kei_router_responses::Dialect::PLAIN
};

/// The tiers that a request may ask for, on both wires. `standard_only` and the like are other
/// vendors' words.
fn service_tier(word: &str) -> bool {
    matches!(word, "auto" | "default" | "flex" | "priority" | "scale" | "ultrafast")
}

/// A mark lives for 30 minutes, or for 12 hours at the price of a long write.
fn cache_mark(ttl: CacheTtl, draft: &mut Draft<'_>) -> Value {
    let ttl = match ttl {
        CacheTtl::FiveMinutes => "30m",
        _ => {
            draft.defaulted("cache mark", "the vendor has no hour: it is 12 hours");
            "12h"
        }
    };
    json!({"mode": "explicit", "ttl": ttl})
}
