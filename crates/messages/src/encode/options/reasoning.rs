//! Reasoning options.

use crate::FORMAT;
use kei_router_core::encode::Draft;
use kei_router_core::{Capability, LlmError, ReasoningConfig, ReasoningEffort};
use serde_json::{Value, json};

/// The lowest budget that the wire takes, in tokens.
const MIN_BUDGET: u64 = 1_024;

/// Writes the reasoning options. Reasoning is omitted if a tool is forced and the vendor accepts
/// only one of them.
pub(super) fn write(draft: &mut Draft<'_>) -> Result<(), LlmError> {
    draft.reasoning()?;
    let forced = draft.forces_a_tool() && !draft.lacks(Capability::ForcedTools);
    if forced && !draft.support.forces_while_thinking && thinks(draft) {
        draft.omit("reasoning", "a model that is forced to call a tool cannot think before it")?;
        draft.unset("thinking");
    }
    Ok(())
}

/// Whether the request turns thinking on.
pub(super) fn thinks(draft: &mut Draft<'_>) -> bool {
    let thinking = draft.member_mut("thinking").and_then(|thinking| thinking.get("type")?.as_str());
    thinking.is_some_and(|kind| kind != "disabled")
}

/// Requests reasoning by the member `thinking`. An effort becomes adaptive thinking with
/// `output_config.effort`, or a budget for a model whose row has no efforts; a budget is sent to
/// models that accept one.
///
/// # Errors
/// Those of [`Draft::omit`].
pub fn thinking(config: ReasoningConfig, draft: &mut Draft<'_>) -> Result<(), LlmError> {
    match config {
        ReasoningConfig::Off => {
            draft.set("thinking", json!({"type": "disabled"}));
            Ok(())
        }
        ReasoningConfig::Effort(effort) => by_effort(effort, draft),
        ReasoningConfig::Budget(_) if draft.lacks(Capability::ReasoningBudget) => {
            draft.omit("reasoning budget", "the model decides itself how long it thinks")?;
            draft.set("thinking", json!({"type": "adaptive"}));
            Ok(())
        }
        ReasoningConfig::Budget(budget) => by_budget(budget, draft),
        _ => draft.omit("reasoning", "this way to ask for it is not known"),
    }
}

fn by_effort(effort: ReasoningEffort, draft: &mut Draft<'_>) -> Result<(), LlmError> {
    let nearest = match (draft.info.efforts_on(FORMAT), effort) {
        (Some(efforts), _) => efforts.nearest(effort),
        (None, ReasoningEffort::Minimal) => Some(ReasoningEffort::Low),
        (None, effort) => Some(effort),
    };
    let Some(nearest) = nearest else {
        let budget = budget_of(effort);
        let message = format!("the model takes a budget and no effort: it is {budget} tokens");
        draft.defaulted("reasoning", message);
        return by_budget(budget, draft);
    };
    let word = nearest.as_str();
    if nearest != effort {
        draft.defaulted("reasoning", format!("the model has no such effort: it is {word}"));
    }
    draft.set("thinking", json!({"type": "adaptive"}));
    draft.set("output_config", json!({"effort": word}));
    Ok(())
}

/// The budget that stands in for an effort, in tokens.
fn budget_of(effort: ReasoningEffort) -> u64 {
    match effort {
        ReasoningEffort::Minimal => MIN_BUDGET,
        ReasoningEffort::Low => 4_096,
        ReasoningEffort::Medium => 8_192,
        ReasoningEffort::High => 16_384,
        _ => 32_768,
    }
}

/// A budget within the bounds of the wire: at least 1,024 tokens, and less than `max_tokens`.
fn by_budget(budget: u64, draft: &mut Draft<'_>) -> Result<(), LlmError> {
    let limit = draft.member_mut("max_tokens").and_then(|limit| Value::as_u64(limit));
    let max = limit.unwrap_or(u64::MAX).saturating_sub(1);
    if max < MIN_BUDGET {
        return draft.omit("reasoning", "max_tokens leaves no room to think");
    }
    let tokens = budget.clamp(MIN_BUDGET, max);
    if tokens != budget {
        let message = format!("the budget must lie within {MIN_BUDGET} and {max}: {tokens}");
        draft.defaulted("reasoning budget", message);
    }
    draft.set("thinking", json!({"type": "enabled", "budget_tokens": tokens}));
    Ok(())
}
