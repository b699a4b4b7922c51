//! What the chat-completions format demands of a request, whoever serves it.

mod messages;
mod turns;

use super::{demand, is_word, schemas};
use crate::json::{items, member, text};
use crate::{Refused, SimRequest};
use serde_json::Value;

type Rule = fn(&SimRequest) -> Result<(), Refused>;

const RULES: [Rule; 11] = [
    required,
    streams,
    foreign_members,
    limits,
    sampling,
    stops,
    tools,
    tool_choice,
    response_format,
    messages::messages,
    turns::turns,
];

pub(crate) fn check(request: &SimRequest) -> Result<(), Refused> {
    RULES.iter().try_for_each(|rule| rule(request))
}

fn required(request: &SimRequest) -> Result<(), Refused> {
    let body = &request.json;
    let named = member(body, "model").as_str().is_some_and(|model| !model.is_empty());
    demand(named, || "you must provide a model parameter".to_owned())?;
    let some = member(body, "messages").as_array().is_some_and(|messages| !messages.is_empty());
    demand(some, || "Invalid 'messages': empty array".to_owned())
}

fn streams(request: &SimRequest) -> Result<(), Refused> {
    super::streams(request)?;
    let options = request.json.get("stream_options");
    demand(options.is_none_or(Value::is_object), || "stream_options: not an object".to_owned())
}

/// Members of Anthropic's requests.
fn foreign_members(request: &SimRequest) -> Result<(), Refused> {
    let foreign = ["system", "stop_sequences", "anthropic_version"];
    match foreign.iter().find(|name| request.json.get(**name).is_some()) {
        Some(name) => Err(Refused::bad(format!("Unrecognized request argument: {name}"))
            .code("unknown_parameter")),
        None => Ok(()),
    }
}

fn limits(request: &SimRequest) -> Result<(), Refused> {
    let both = ["max_tokens", "max_completion_tokens"].map(|name| (name, request.json.get(name)));
    for (name, limit) in &both {
        let legal = limit.is_none_or(|limit| limit.as_u64().is_some_and(|most| most > 0));
        demand(legal, || format!("Invalid '{name}': expected an integer above 0"))?;
    }
    demand(both.iter().filter(|(_, limit)| limit.is_some()).count() < 2, || {
        "max_tokens and max_completion_tokens cannot both be set".to_owned()
    })
}

/// The ranges of OpenAI, which are everybody's.
pub(super) fn sampling(request: &SimRequest) -> Result<(), Refused> {
    for (name, most) in [("temperature", 2.0), ("top_p", 1.0)] {
        let value = request.json.get(name);
        let within = |value: &Value| value.as_f64().is_some_and(|v| (0.0..=most).contains(&v));
        demand(value.is_none_or(within), || format!("Invalid '{name}': out of range"))?;
    }
    Ok(())
}

fn stops(request: &SimRequest) -> Result<(), Refused> {
    let stop = request.json.get("stop");
    let legal = stop.is_none_or(|stop| match stop {
        Value::Array(stops) => stops.iter().all(Value::is_string) && !stops.is_empty(),
        other => other.is_string() || other.is_null(),
    });
    demand(legal, || "Invalid 'stop': expected a string or strings".to_owned())
}

fn tools(request: &SimRequest) -> Result<(), Refused> {
    let Some(tools) = request.json.get("tools") else {
        let alone = ["tool_choice", "parallel_tool_calls"];
        return match alone.iter().find(|name| request.json.get(**name).is_some()) {
            Some(name) => Err(Refused::bad(format!("'{name}' is only allowed with 'tools'"))),
            None => Ok(()),
        };
    };
    let tools = tools.as_array().map(Vec::as_slice).unwrap_or_default();
    demand(!tools.is_empty(), || "Invalid 'tools': empty array".to_owned())?;
    for (at, tool) in tools.iter().enumerate() {
        demand(member(tool, "type").is_string(), || {
            format!("Missing parameter: 'tools[{at}].type'")
        })?;
        if member(tool, "type") != "function" {
            continue;
        }
        let name = text(member(tool, "function"), "name");
        demand(is_word(name, 64), || format!("Invalid 'tools[{at}].function.name'"))?;
        let schema = member(tool, "function").get("parameters");
        demand(schema.is_none_or(Value::is_object), || {
            format!("Invalid 'tools[{at}].function.parameters': expected an object")
        })?;
        strict(member(tool, "function"), "parameters", name)?;
    }
    Ok(())
}

fn tool_choice(request: &SimRequest) -> Result<(), Refused> {
    let tools = items(&request.json, "tools");
    let legal = match request.json.get("tool_choice") {
        None => true,
        Some(Value::String(word)) => ["auto", "none", "required", "any"].contains(&word.as_str()),
        Some(choice) if member(choice, "type") == "function" => {
            let name = member(member(choice, "function"), "name");
            tools.iter().any(|tool| member(member(tool, "function"), "name") == name)
        }
        Some(choice) => member(choice, "type").is_string(),
    };
    demand(legal, || "Invalid 'tool_choice': no such choice, or no such tool".to_owned())
}

fn response_format(request: &SimRequest) -> Result<(), Refused> {
    let format = member(&request.json, "response_format");
    strict(member(format, "json_schema"), "schema", "response_format")
}

/// The schema under `name` of what asks to be enforced.
fn strict(holder: &Value, name: &str, what: &str) -> Result<(), Refused> {
    if member(holder, "strict") != true {
        return Ok(());
    }
    let fault = schemas::fault(member(holder, name), true);
    demand(fault.is_none(), || format!("Invalid schema for {what}: {}.", fault.unwrap_or_default()))
}
