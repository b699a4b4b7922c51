//! Anthropic's own dialect of its wire format.

use crate::{Anthropic, refusal};
use kei_router_core::encode::SchemaRules;
use kei_router_messages::Dialect;

/// What is Anthropic's own (its documentation and SDK of November 2026):
/// - Since version 2026-10-21 every sampling option is refused, even at its default; the versions
///   before take them from models up to 4.6, and not while they think. Models since 4.5 take a
///   temperature or `top_p`, not both.
/// - A tool cannot be forced while the model thinks.
/// - Reasoning goes back with its signature alone.
/// - The schema of a reply, or of a strict tool, is closed, without bounds and patterns.
/// - `service_tier` is `auto` or `standard_only`.
pub(crate) fn anthropic() -> Dialect {
    let mut dialect = Dialect::PLAIN;
    let support = &mut dialect.support;
    support.forces_while_thinking = false;
    support.strict_tools = true;
    support.strict_schema = Some(SchemaRules::CLOSED);
    support.service_tier = |word| matches!(word, "auto" | "standard_only");
    dialect.version = Some(Anthropic::VERSION.into());
    dialect.sampling_version = Some(Anthropic::SAMPLING_VERSION.into());
    dialect.takes_sampling =
        |version| ["2023-01-01", Anthropic::SAMPLING_VERSION].contains(&version);
    dialect.samples_while_thinking = false;
    dialect.one_sampling_option = true;
    dialect.unsigned_reasoning = false;
    dialect.classify = refusal::classify;
    dialect
}
