//! How much the model is asked to think, how it is sampled, and the version that takes that.

use super::body::Thinking;
use super::draft::Draft;
use crate::dialect;
use kei_router_core::{Capability, LlmError, ReasoningConfig, ReasoningEffort};

#[derive(Clone, Copy, Default)]
pub(super) struct Reasoning {
    pub(super) thinking: Option<Thinking>,
    /// `output_config.effort`.
    pub(super) effort: Option<&'static str>,
}

/// The least budget that the wire takes, in tokens.
const LEAST: u64 = 1_024;

impl Reasoning {
    /// Whether the request switches thinking on.
    pub(super) fn thinks(&self) -> bool {
        matches!(self.thinking, Some(Thinking::Enabled { .. } | Thinking::Adaptive))
    }
}

pub(super) fn reasoning(draft: &mut Draft<'_>, max_tokens: u64) -> Result<Reasoning, LlmError> {
    let mut reasoning = match draft.request.reasoning {
        None => Reasoning::default(),
        Some(ReasoningConfig::Off) => off(draft)?,
        Some(ReasoningConfig::Effort(effort)) => by_effort(draft, effort, max_tokens)?,
        Some(ReasoningConfig::Budget(budget)) => by_budget(draft, budget, max_tokens)?,
        Some(_) => {
            draft.omit("reasoning", "this way to ask for it is not known")?;
            Reasoning::default()
        }
    };
    let forced = draft.forces_a_tool() && !draft.info.capabilities.lacks(Capability::ForcedTools);
    if forced && reasoning.thinks() {
        draft.omit("reasoning", "a model that is forced to call a tool cannot think before it")?;
        reasoning.thinking = None;
    }
    Ok(reasoning)
}

fn off(draft: &mut Draft<'_>) -> Result<Reasoning, LlmError> {
    if draft.info.capabilities.lacks(Capability::ReasoningOff) {
        draft.omit("reasoning", "this model always thinks")?;
        return Ok(Reasoning::default());
    }
    Ok(Reasoning { thinking: Some(Thinking::Disabled), effort: None })
}

fn by_effort(
    draft: &mut Draft<'_>,
    effort: ReasoningEffort,
    max_tokens: u64,
) -> Result<Reasoning, LlmError> {
    let style = (draft.dialect.thinking)(draft.info.id.as_deref());
    if style == dialect::Thinking::ByBudget {
        let budget = match effort {
            ReasoningEffort::Minimal => LEAST,
            ReasoningEffort::Low => 4_096,
            ReasoningEffort::Medium => 8_192,
            ReasoningEffort::High => 16_384,
            _ => 32_768,
        };
        let message = format!("this model takes a budget and no effort: it is {budget} tokens");
        draft.defaulted("reasoning", message);
        return enabled(draft, budget, max_tokens);
    }
    let word = match effort {
        ReasoningEffort::Minimal => "low",
        ReasoningEffort::XHigh if style == dialect::Thinking::Either => "high",
        effort => effort.as_str(),
    };
    if word != effort.as_str() {
        draft.defaulted("reasoning", format!("this model has no such effort: it is {word}"));
    }
    Ok(Reasoning { thinking: Some(Thinking::Adaptive), effort: Some(word) })
}

fn by_budget(draft: &mut Draft<'_>, budget: u64, max_tokens: u64) -> Result<Reasoning, LlmError> {
    let style = (draft.dialect.thinking)(draft.info.id.as_deref());
    if style == dialect::Thinking::ByEffort {
        draft.omit("reasoning budget", "this model decides itself how long it thinks")?;
        return Ok(Reasoning { thinking: Some(Thinking::Adaptive), effort: None });
    }
    enabled(draft, budget, max_tokens)
}

/// A budget within the bounds of the wire: at least 1,024 tokens, and less than `max_tokens`.
fn enabled(draft: &mut Draft<'_>, budget: u64, max_tokens: u64) -> Result<Reasoning, LlmError> {
    let most = max_tokens.saturating_sub(1);
    if most < LEAST {
        draft.omit("reasoning", "max_tokens leaves no room to think")?;
        return Ok(Reasoning::default());
    }
    let budget_tokens = budget.clamp(LEAST, most);
    if budget_tokens != budget {
        let message = format!("the budget must lie within {LEAST} and {most}: {budget_tokens}");
        draft.defaulted("reasoning budget", message);
    }
    Ok(Reasoning { thinking: Some(Thinking::Enabled { budget_tokens }), effort: None })
}

/// What is sent of sampling options, and the version of the API that takes them.
pub(super) struct Sampling<'a> {
    pub(super) version: &'a str,
    pub(super) temperature: Option<f64>,
    pub(super) top_p: Option<f64>,
}

pub(super) fn sampling<'a>(draft: &mut Draft<'a>, thinks: bool) -> Result<Sampling<'a>, LlmError> {
    let (request, dialect) = (draft.request, draft.dialect);
    let own = own_header(draft);
    let plain = own.unwrap_or(&dialect.version);
    let none = Sampling { version: plain, temperature: None, top_p: None };
    if request.temperature.is_none() && request.top_p.is_none() {
        return Ok(none);
    }
    let version = own.or(dialect.sampling_version.as_deref()).unwrap_or(plain);
    let obstacle = if draft.info.capabilities.lacks(Capability::Sampling) {
        "this model takes no sampling options"
    } else if !(dialect.takes_sampling)(version) {
        "the fixed version of the API takes no sampling options"
    } else if thinks {
        "the model takes no sampling options while it thinks"
    } else {
        return Ok(Sampling { version, temperature: request.temperature, top_p: top_p(draft)? });
    };
    if request.temperature.is_some() {
        draft.omit("temperature", obstacle)?;
    }
    if request.top_p.is_some() {
        draft.omit("top_p", obstacle)?;
    }
    Ok(none)
}

/// Models since 4.5 take one of the two options, not both.
fn top_p(draft: &mut Draft<'_>) -> Result<Option<f64>, LlmError> {
    let request = draft.request;
    if draft.info.id.is_some() && request.temperature.is_some() && request.top_p.is_some() {
        draft.omit("top_p", "this model takes it or a temperature, not both")?;
        return Ok(None);
    }
    Ok(request.top_p)
}

/// The version that the request's own headers set.
fn own_header<'a>(draft: &Draft<'a>) -> Option<&'a str> {
    let mut headers = draft.request.extra_headers(draft.provider).rev();
    let own = headers.find(|(name, _)| name.eq_ignore_ascii_case("anthropic-version"));
    own.map(|(_, value)| value)
}
