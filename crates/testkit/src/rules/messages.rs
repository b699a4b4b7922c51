//! What Anthropic's Messages API demands of a request.

mod blocks;
mod history;
mod marks;
mod turns;

use super::schemas::unbounded_fault;
use super::{demand, is_word, streams};
use crate::json::{items, member, text};
use crate::{Refused, SimRequest};
use serde_json::Value;

type Rule = fn(&SimRequest) -> Result<(), Refused>;

const RULES: [Rule; 14] = [
    version,
    required,
    foreign_members,
    no_sampling,
    streams,
    thinking,
    tools,
    tool_choice,
    options,
    schemas,
    marks::cache_marks,
    blocks::blocks,
    turns::turns,
    history::history,
];

/// The versions that the API knows.
const VERSIONS: [&str; 3] = ["2023-01-01", "2023-06-01", NO_SAMPLING];
/// The version that takes no sampling parameters, no document from the assistant and no citation
/// from the user.
const NO_SAMPLING: &str = "2026-10-21";

pub(crate) fn check(request: &SimRequest) -> Result<(), Refused> {
    RULES.iter().try_for_each(|rule| rule(request))
}

fn version(request: &SimRequest) -> Result<(), Refused> {
    let version = request.header("anthropic-version");
    demand(version.is_some(), || "anthropic-version: header is required".to_owned())?;
    demand(version.is_some_and(|version| VERSIONS.contains(&version)), || {
        "anthropic-version: not a known version".to_owned()
    })
}

fn is_newest(request: &SimRequest) -> bool {
    request.header("anthropic-version") == Some(NO_SAMPLING)
}

fn required(request: &SimRequest) -> Result<(), Refused> {
    let body = &request.json;
    let named = member(body, "model").as_str().is_some_and(|model| !model.is_empty());
    demand(named, || "model: Field required".to_owned())?;
    demand(member(body, "max_tokens").is_u64(), || "max_tokens: Field required".to_owned())?;
    let messages = member(body, "messages").as_array();
    demand(messages.is_some(), || "messages: Field required".to_owned())?;
    demand(messages.is_some_and(|messages| !messages.is_empty()), || {
        "messages: at least one message is required".to_owned()
    })
}

/// Members of other vendors' requests.
fn foreign_members(request: &SimRequest) -> Result<(), Refused> {
    const FOREIGN: [&str; 11] = [
        "seed",
        "stop",
        "n",
        "response_format",
        "max_completion_tokens",
        "frequency_penalty",
        "presence_penalty",
        "logprobs",
        "stream_options",
        "reasoning_effort",
        "parallel_tool_calls",
    ];
    none_of(&request.json, &FOREIGN)
}

fn no_sampling(request: &SimRequest) -> Result<(), Refused> {
    if !is_newest(request) {
        return Ok(());
    }
    none_of(&request.json, &["temperature", "top_p", "top_k"])
}

fn none_of(body: &Value, names: &[&str]) -> Result<(), Refused> {
    match names.iter().find(|name| body.get(**name).is_some()) {
        Some(name) => Err(Refused::bad(format!("{name}: Extra inputs are not permitted"))),
        None => Ok(()),
    }
}

fn thinking(request: &SimRequest) -> Result<(), Refused> {
    let Some(thinking) = request.json.get("thinking") else { return Ok(()) };
    let kind = text(thinking, "type");
    let known = ["enabled", "adaptive", "between_tools", "disabled"].contains(&kind);
    demand(known, || "thinking.type: not a known type".to_owned())?;
    if kind != "enabled" {
        return Ok(());
    }
    let budget = member(thinking, "budget_tokens").as_u64().unwrap_or(0);
    demand(budget >= 1024, || {
        "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024".to_owned()
    })?;
    demand(member(&request.json, "max_tokens").as_u64().is_some_and(|most| budget < most), || {
        "max_tokens must be greater than thinking.budget_tokens".to_owned()
    })
}

fn tools(request: &SimRequest) -> Result<(), Refused> {
    let tools = items(&request.json, "tools");
    for (at, tool) in tools.iter().enumerate() {
        let name = text(tool, "name");
        demand(is_word(name, 128), || format!("tools.{at}.name: not a legal name"))?;
        let custom = tool.get("type").is_none_or(|kind| kind == "custom");
        let root = member(member(tool, "input_schema"), "type");
        demand(!custom || root == "object", || {
            format!("tools.{at}.input_schema.type: Input should be 'object'")
        })?;
        let schema = member(tool, "input_schema");
        let flat = ["oneOf", "anyOf", "allOf"].iter().all(|word| schema.get(*word).is_none());
        demand(flat, || {
            format!(
                "tools.{at}.custom.input_schema: input_schema does not support oneOf, allOf, or \
                 anyOf at the top level"
            )
        })?;
    }
    Ok(())
}

fn tool_choice(request: &SimRequest) -> Result<(), Refused> {
    let Some(choice) = request.json.get("tool_choice") else { return Ok(()) };
    let kind = text(choice, "type");
    let known = ["auto", "any", "tool", "none"].contains(&kind);
    demand(known, || "tool_choice.type: not a known type".to_owned())?;
    let tools = items(&request.json, "tools");
    demand(!tools.is_empty(), || "tool_choice: may only be given with tools".to_owned())?;
    let there = tools.iter().any(|tool| member(tool, "name") == member(choice, "name"));
    demand(kind != "tool" || there, || "tool_choice.name: no such tool".to_owned())
}

/// Tiers of its own, and stop sequences that are seen.
fn options(request: &SimRequest) -> Result<(), Refused> {
    let tier = request.json.get("service_tier");
    let known = tier.is_none_or(|tier| tier == "auto" || tier == "standard_only");
    demand(known, || "service_tier: Input should be 'auto' or 'standard_only'".to_owned())?;
    let stops = items(&request.json, "stop_sequences");
    let seen = stops.iter().all(|stop| stop.as_str().is_some_and(|stop| !stop.trim().is_empty()));
    demand(seen, || "stop_sequences: each stop sequence must contain non-whitespace".to_owned())
}

/// The schema of a reply, and of each strict tool.
fn schemas(request: &SimRequest) -> Result<(), Refused> {
    let format = member(member(&request.json, "output_config"), "format");
    if let Some(schema) = format.get("schema") {
        let fault = unbounded_fault(schema);
        demand(fault.is_none(), || {
            format!("output_config.format.schema: {}", fault.unwrap_or_default())
        })?;
    }
    let strict = |tool: &&Value| member(tool, "strict") == true;
    for tool in items(&request.json, "tools").iter().filter(strict) {
        let fault = unbounded_fault(member(tool, "input_schema"));
        demand(fault.is_none(), || {
            format!("tools.{}.input_schema: {}", text(tool, "name"), fault.unwrap_or_default())
        })?;
    }
    Ok(())
}
