//! What a response reports about its price, in addition to tokens.

use super::usage::MAX_STEPS;
use crate::wire::{Count, Counts, Fallback, Iteration, List, Text};
use kei_router_core::codec::Turn;
use kei_router_core::lenient::{each_member, read};
use serde_json::value::RawValue;

/// Stands in for the model of a step that has none, where several answered.
const UNNAMED: &str = "a model that is not named";

/// Tier, speed, geography and the vendor's own tools.
pub(super) fn take(counts: &Counts<'_>, turn: &mut Turn) {
    if let Some(tier) = counts.service_tier.as_str() {
        turn.service_tier(tier);
    }
    factor("speed", &counts.speed, &["standard"], turn);
    factor("inference_geo", &counts.inference_geo, &["global", "not_available"], turn);
    let Some(tools) = counts.server_tool_use else { return };
    each_member(tools, |name, count| match name.strip_suffix("_requests").unwrap_or(&name) {
        // Only their tokens are paid.
        "web_fetch" => {}
        tool => turn.price_fee(tool, read::<Count>(count).0.unwrap_or(0)),
    });
}

fn factor(name: &'static str, word: &Text<'_>, plain: &[&str], turn: &mut Turn) {
    if let Some(word) = word.as_str() {
        turn.price_factor(name, Some(word).filter(|word| !plain.contains(word)));
    }
}

/// Whose each step was; `None` for the model that answers. A step of the kind `fallback_message`
/// says that another model has taken over, and that the steps before it may be either's.
pub(super) fn models(iterations: List<'_>, turn: &mut Turn) -> Vec<Option<String>> {
    let steps = || iterations.iter().map(read::<Iteration<'_>>);
    let is_fallback = |step: &Iteration<'_>| step.kind.as_str() == Some("fallback_message");
    let fallback = steps().filter(is_fallback).last();
    if let Some(model) = fallback.as_ref().and_then(|step| step.model.as_str()) {
        turn.priced_as(model);
    }
    let unnamed = fallback.is_some().then(|| UNNAMED.to_owned());
    let model = |step: Iteration<'_>| step.model.as_str().map(str::to_owned).or(unnamed.clone());
    let too_many = steps().nth(MAX_STEPS).map(|_| Some(UNNAMED.to_owned()));
    steps().take(MAX_STEPS).map(model).chain(too_many).collect()
}

/// A block at which another model takes over.
pub(super) fn fallback(block: &RawValue, turn: &mut Turn) {
    let block: Fallback<'_> = serde_json::from_str(block.get()).unwrap_or_default();
    if let Some(model) = block.to.model.as_str() {
        turn.priced_as(model);
    }
}
