//! OpenAI's dialects of its two wire formats.

use kei_router_chat_completions::Dialect;
use kei_router_core::encode::{Draft, MetadataSupport, SchemaRules, Support};
use kei_router_core::{CacheTtl, Capability};
use serde_json::{Value, json};

/// How the API differs from the plain wire format.
///
/// The system prompt goes as `developer`, the role that current models know; a custom endpoint
/// gets `system`. `max_tokens` is refused by reasoning models, so the newer name stands in. At
/// most four stop sequences are taken, and ids of calls have at most 40 bytes. A caller's `user_id`
/// becomes `safety_identifier`, which has taken the place of `user`. A conversation may hold items
/// of the Responses API, which are no parts of a message here: they are left out.
pub(crate) fn chat() -> Dialect {
    let mut dialect = Dialect::PLAIN;
    common(&mut dialect.support);
    dialect.support.user = Some("safety_identifier".into());
    dialect.support.metadata = MetadataSupport::WhereStored;
    dialect.support.strict_tools = true;
    dialect.support.strict_schema = Some(SchemaRules::ALL_REQUIRED);
    dialect.system_role = "developer".into();
    dialect.max_call_id = Some(40);
    dialect.max_tokens = "max_completion_tokens".into();
    dialect.max_stops = Some(4);
    dialect.attached = |name| name == "audio";
    dialect.opaque =
        |kind| matches!(kind, "text" | "image_url" | "input_audio" | "file" | "refusal");
    dialect
}

/// The Responses API is OpenAI's own: the plain wire is its.
pub(crate) fn responses() -> kei_router_responses::Dialect {
    let mut dialect = kei_router_responses::Dialect::PLAIN;
    common(&mut dialect.support);
    dialect
}

/// What holds on both wires.
fn common(support: &mut Support) {
    support.capabilities = support.capabilities.without(&[Capability::Prefill]);
    support.service_tier = service_tier;
    support.pads_events = true;
    support.cache_mark = Some(cache_mark);
}

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
