//! OpenAI's own Chat Completions.

use kei_router_chat_completions::Dialect;
use kei_router_core::{Capabilities, Capability};
use std::borrow::Cow;

/// What the API takes beyond the plain wire.
///
/// The system prompt goes as `developer`, the role that current models know; a custom endpoint
/// gets `system`. `max_tokens` is refused by reasoning models, so the newer name stands in. At
/// most four stop sequences are taken. A caller's `user_id` becomes `safety_identifier`, which
/// has taken the place of `user`.
pub(crate) const CHAT: Dialect = Dialect {
    capabilities: Capabilities::UNKNOWN.without(&[Capability::Prefill]),
    system_role: Cow::Borrowed("developer"),
    max_tokens: Cow::Borrowed("max_completion_tokens"),
    most_stops: Some(4),
    service_tier: true,
    user: Some(Cow::Borrowed("safety_identifier")),
    metadata: true,
    ..Dialect::PLAIN
};
