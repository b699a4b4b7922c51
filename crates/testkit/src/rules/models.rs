//! What a model demands of a request, on whichever wire: efforts, stop sequences, a begun
//! reply, cache marks, sampling, the limit of a reply. The rows of the vendor's table say it.

mod asked;

use super::demand;
use crate::Refused;
use crate::json::{items, member};
pub(super) use asked::Asked;
use asked::EFFORTS;
use kei_router_core::Capability;
use kei_router_core::codec::CacheMarks;
use serde_json::Value;

type Rule = fn(&Asked<'_>) -> Result<(), Refused>;

const RULES: [Rule; 7] = [effort, thinking, stop, prefill, cache_marks, sampling, max_output];

pub(super) fn check(asked: &Asked<'_>) -> Result<(), Refused> {
    RULES.iter().try_for_each(|rule| rule(asked))
}

/// The word for the effort, where each wire has it. OpenAI's texts are those of its 400s.
fn effort(asked: &Asked<'_>) -> Result<(), Refused> {
    let body = asked.body();
    let (name, word) = match asked.format {
        "anthropic-messages" => {
            ("output_config.effort", member(member(body, "output_config"), "effort"))
        }
        "responses" => ("reasoning.effort", member(member(body, "reasoning"), "effort")),
        _ => ("reasoning_effort", member(body, "reasoning_effort")),
    };
    let Some(word) = word.as_str() else { return Ok(()) };
    if asked.lacks(Capability::Reasoning) {
        return Err(asked.unsupported(name));
    }
    if word == "none" {
        let legal = !asked.lacks(Capability::ReasoningOff);
        return if legal { Ok(()) } else { Err(asked.unsupported_value(name, word)) };
    }
    let Some(efforts) = asked.efforts() else { return Ok(()) };
    let known = EFFORTS.iter().find(|effort| effort.as_str() == word);
    if !known.is_some_and(|effort| efforts.contains(*effort)) {
        return Err(asked.unsupported_value(name, word));
    }
    demand(efforts.beside_tools() || items(body, "tools").is_empty(), || {
        format!(
            "Function tools with {name} are not supported for {} in /v1/{}.",
            asked.model, asked.format
        )
    })
}

/// Anthropic's ways to think: for a budget, or not at all.
fn thinking(asked: &Asked<'_>) -> Result<(), Refused> {
    let kind = member(member(asked.body(), "thinking"), "type").as_str().unwrap_or_default();
    let lacks = match kind {
        "enabled" if asked.is_messages() => asked.lacks(Capability::ReasoningBudget),
        "disabled" => asked.lacks(Capability::ReasoningOff),
        "adaptive" => asked.lacks(Capability::Reasoning),
        _ => false,
    };
    if lacks { Err(asked.unsupported(&format!("thinking.type.{kind}"))) } else { Ok(()) }
}

fn stop(asked: &Asked<'_>) -> Result<(), Refused> {
    let name =
        ["stop", "stop_sequences"].into_iter().find(|name| asked.body().get(*name).is_some());
    match name {
        Some(name) if asked.lacks(Capability::Stop) => Err(asked.unsupported(name)),
        _ => Ok(()),
    }
}

/// A reply that the request begins. On Messages a last turn that a hosted tool paused goes back
/// the same way, and may.
fn prefill(asked: &Asked<'_>) -> Result<(), Refused> {
    let last = items(asked.body(), "messages").last();
    let Some(last) = last.filter(|last| member(last, "role") == "assistant") else {
        return Ok(());
    };
    let blocks = items(last, "content");
    // What is none of the wire's plain blocks is the vendor's own.
    let is_hosted = |block: &Value| {
        let kind = member(block, "type").as_str().unwrap_or_default();
        !["text", "thinking", "redacted_thinking", "tool_use", "image", "document"].contains(&kind)
    };
    let is_prefill = match asked.is_messages() {
        true => !blocks.iter().any(is_hosted),
        false => member(last, "partial") == true,
    };
    demand(!is_prefill || !asked.lacks(Capability::Prefill), || {
        "This model does not support assistant message prefill. The conversation must end with a \
         user message."
            .to_owned()
    })
}

fn cache_marks(asked: &Asked<'_>) -> Result<(), Refused> {
    let takes_none = asked.info.cache_marks == Some(CacheMarks::Automatic);
    let name = if asked.is_messages() { "cache_control" } else { "prompt_cache_breakpoint" };
    match takes_none && has_member(asked.body(), name) {
        true => Err(asked.unsupported(name)),
        false => Ok(()),
    }
}

/// Whether a member of this name stands anywhere in the prompt; what a caller's own JSON holds
/// under it, in a schema or arguments, is none.
fn has_member(body: &Value, name: &str) -> bool {
    let marked = |item: &Value| item.get(name).is_some();
    let lists = ["messages", "input", "system", "tools"].map(|list| items(body, list));
    lists
        .into_iter()
        .flatten()
        .any(|item| marked(item) || items(item, "content").iter().any(marked))
}

/// A model that reasons has a fixed sampling, but for some while they do not.
fn sampling(asked: &Asked<'_>) -> Result<(), Refused> {
    let body = asked.body();
    let word = member(member(body, "reasoning"), "effort").as_str();
    let word = word.or(member(body, "reasoning_effort").as_str());
    let reasons = match word {
        Some(word) => word != "none",
        None => asked.info.capabilities.supports(Capability::ReasoningByDefault) != Some(false),
    };
    let free = asked.info.capabilities.supports(Capability::SamplingUnlessReasoning) == Some(true);
    let name = ["temperature", "top_p", "top_k"].into_iter().find(|name| body.get(*name).is_some());
    match name {
        Some(name) if asked.lacks(Capability::Sampling) && (reasons || !free) => {
            Err(asked.unsupported(name))
        }
        _ => Ok(()),
    }
}

fn max_output(asked: &Asked<'_>) -> Result<(), Refused> {
    let Some(most) = asked.info.max_output.filter(|_| asked.is_messages()) else { return Ok(()) };
    let given = member(asked.body(), "max_tokens").as_u64().unwrap_or(0);
    demand(given <= most, || {
        format!(
            "max_tokens: {given} > {most}, which is the maximum allowed number of output tokens \
             for {}",
            asked.model
        )
    })
}
