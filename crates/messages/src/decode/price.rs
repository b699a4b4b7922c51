//! What a response reports about its price, in addition to tokens.

use crate::wire::{Count, Counts, Fallback, Iteration, Text};
use kei_router_core::codec::Turn;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// Stands in for the model of a step that has none, where several answered.
const UNNAMED: &str = "a model that is not named";

/// Tier, speed, geography and the vendor's own tools.
pub(super) fn take(counts: &Counts<'_>, turn: &mut Turn) {
    if let Some(tier) = counts.service_tier.as_str() {
        turn.service_tier(tier);
    }
    factor("speed", &counts.speed, &["standard"], turn);
    factor("inference_geo", &counts.inference_geo, &["global", "not_available"], turn);
    let tools = counts.server_tool_use.map(RawValue::get).unwrap_or_default();
    let tools: BTreeMap<String, Count> = serde_json::from_str(tools).unwrap_or_default();
    for (name, count) in tools {
        match name.strip_suffix("_requests").unwrap_or(&name) {
            // Only their tokens are paid.
            "web_fetch" => {}
            tool => turn.price_fee(tool, count.0.unwrap_or(0)),
        }
    }
}

fn factor(name: &'static str, word: &Text<'_>, plain: &[&str], turn: &mut Turn) {
    if let Some(word) = word.as_str() {
        turn.price_factor(name, Some(word).filter(|word| !plain.contains(word)));
    }
}

/// Whose each step was; `None` for the model that answers. A step of the kind `fallback_message`
/// says that another model has taken over, and that the steps before it may be either's.
pub(super) fn models(iterations: &[&RawValue], turn: &mut Turn) -> Vec<Option<String>> {
    let steps: Vec<Iteration<'_>> =
        iterations.iter().map(|raw| serde_json::from_str(raw.get()).unwrap_or_default()).collect();
    let fallback = steps.iter().rfind(|step| step.kind.as_str() == Some("fallback_message"));
    if let Some(model) = fallback.and_then(|step| step.model.as_str()) {
        turn.priced_as(model);
    }
    let unnamed = fallback.is_some().then(|| UNNAMED.to_owned());
    let model = |step: &Iteration<'_>| step.model.as_str().map(str::to_owned).or(unnamed.clone());
    steps.iter().map(model).collect()
}

/// A block at which another model takes over.
pub(super) fn fallback(block: &RawValue, turn: &mut Turn) {
    let block: Fallback<'_> = serde_json::from_str(block.get()).unwrap_or_default();
    if let Some(model) = block.to.model.as_str() {
        turn.priced_as(model);
    }
}
