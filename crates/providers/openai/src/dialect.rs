//! OpenAI's own ways on its two wires.

use kei_router_chat_completions::Dialect;
use kei_router_core::{Capabilities, Capability};
use std::borrow::Cow;

/// What the API takes beyond the plain wire.
///
/// The system prompt goes as `developer`, the role that current models know; a custom endpoint
/// gets `system`. `max_tokens` is refused by reasoning models, so the newer name stands in. At
/// most four stop sequences are taken, and ids of calls have at most 40 bytes. A caller's `user_id` becomes `safety_identifier`, which
/// has taken the place of `user`. A conversation may hold items of the Responses API, which are
/// no parts of a message here: they are left out.
pub(crate) const CHAT: Dialect = Dialect {
    capabilities: Capabilities::UNKNOWN.without(&[Capability::Prefill]),
    system_role: Cow::Borrowed("developer"),
    longest_call_id: Some(40),
    max_tokens: Cow::Borrowed("max_completion_tokens"),
    most_stops: Some(4),
    service_tier: true,
    user: Some(Cow::Borrowed("safety_identifier")),
    metadata: true,
    opaque: |kind| matches!(kind, "text" | "image_url" | "input_audio" | "file" | "refusal"),
    ..Dialect::PLAIN
};

/// The Responses API is OpenAI's own: the plain wire is its.
pub(crate) const RESPONSES: kei_router_responses::Dialect = kei_router_responses::Dialect {
    capabilities: Capabilities::UNKNOWN.without(&[Capability::Prefill]),
    ..kei_router_responses::Dialect::PLAIN
};
