//! Anthropic's own dialect of its wire format.

use crate::{Anthropic, refusal};
use kei_router_core::encode::{SchemaRules, Support};
use kei_router_messages::Dialect;
use std::borrow::Cow::Borrowed;

/// What is Anthropic's own (its documentation and SDK of November 2026):
/// - Since version 2026-10-21 every sampling option is refused, even at its default; the versions
///   before take them from models up to 4.6, and not while they think. Models since 4.5 take a
///   temperature or `top_p`, not both.
/// - A tool cannot be forced while the model thinks.
/// - Reasoning goes back with its signature alone.
/// - The schema of a reply, or of a strict tool, is closed, without bounds and patterns.
/// - `service_tier` is `auto` or `standard_only`.
pub(crate) const ANTHROPIC: Dialect = Dialect {
    support: Support {
        forces_while_thinking: false,
        strict_tools: true,
        strict_schema: Some(SchemaRules::CLOSED),
        service_tier: |word| matches!(word, "auto" | "standard_only"),
        ..Dialect::PLAIN.support
    },
    version: Some(Borrowed(Anthropic::VERSION)),
    sampling_version: Some(Borrowed(Anthropic::SAMPLING_VERSION)),
    takes_sampling: |version| ["2023-01-01", Anthropic::SAMPLING_VERSION].contains(&version),
    samples_while_thinking: false,
    one_sampling_option: true,
    unsigned_reasoning: false,
    classify: refusal::classify,
    ..Dialect::PLAIN
};
