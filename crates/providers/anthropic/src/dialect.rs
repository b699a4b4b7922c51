//! How Anthropic itself speaks its wire.

use crate::{Anthropic, models, refusal};
use kei_router_messages::Dialect;
use std::borrow::Cow;

/// Since version 2026-10-21 every sampling option is refused, even at its default; the versions
/// before take them from models up to 4.6, and not while they think.
pub(crate) const ANTHROPIC: Dialect = Dialect {
    version: Cow::Borrowed(Anthropic::VERSION),
    sampling_version: Some(Cow::Borrowed(Anthropic::SAMPLING_VERSION)),
    takes_sampling: |version| ["2023-01-01", Anthropic::SAMPLING_VERSION].contains(&version),
    thinking: models::thinking,
    classify: refusal::classify,
    ..Dialect::PLAIN
};
