//! What OpenAI's Responses API demands of a request.

mod content;
mod items;
mod options;
mod tools;
mod turns;

use crate::json::{member, text};
use crate::{Refused, SimRequest};
use serde_json::Value;

type Rule = fn(&SimRequest) -> Result<(), Refused>;

const RULES: [Rule; 11] = [
    required,
    super::streams,
    foreign_members,
    super::chat_completions::sampling,
    options::limit,
    options::text_format,
    options::others,
    tools::tools,
    tools::tool_choice,
    items::items,
    turns::turns,
];

/// Members of Chat Completions that have another name here.
const MOVED: [(&str, &str); 6] = [
    ("messages", "input"),
    ("max_tokens", "max_output_tokens"),
    ("max_completion_tokens", "max_output_tokens"),
    ("response_format", "text.format"),
    ("reasoning_effort", "reasoning.effort"),
    ("verbosity", "text.verbosity"),
];

/// Members of other formats that there are none of here.
const UNKNOWN: [&str; 9] = [
    "stop",
    "seed",
    "n",
    "logit_bias",
    "frequency_penalty",
    "presence_penalty",
    "system",
    "stop_sequences",
    "thinking",
];

pub(crate) fn check(request: &SimRequest) -> Result<(), Refused> {
    RULES.iter().try_for_each(|rule| rule(request))
}

fn required(request: &SimRequest) -> Result<(), Refused> {
    let body = &request.json;
    string(body, "model", "model")?;
    let elsewhere = ["previous_response_id", "conversation", "prompt"];
    let some = match member(body, "input") {
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => false,
    };
    demand(
        some || elsewhere.iter().any(|name| !member(body, name).is_null()),
        "missing_required_parameter",
        || {
            "One of 'input' or 'previous_response_id' or 'conversation' must be provided."
                .to_owned()
        },
    )
}

fn foreign_members(request: &SimRequest) -> Result<(), Refused> {
    let body = &request.json;
    for (old, new) in MOVED {
        demand(body.get(old).is_none(), "unsupported_parameter", || {
            format!(
                "Unsupported parameter: '{old}'. In the Responses API, this parameter has moved to \
                 '{new}'."
            )
        })?;
    }
    let unknown = UNKNOWN.iter().find(|name| body.get(**name).is_some());
    demand(unknown.is_none(), "unknown_parameter", || {
        format!("Unknown parameter: '{}'.", unknown.unwrap_or(&""))
    })?;
    demand(
        member(body, "stream_options").get("include_usage").is_none(),
        "unknown_parameter",
        || "Unknown parameter: 'stream_options.include_usage'.".to_owned(),
    )
}

/// `condition`, or a bad request with this code.
fn demand(condition: bool, code: &str, message: impl FnOnce() -> String) -> Result<(), Refused> {
    super::demand(condition, message).map_err(|refused| refused.code(code))
}

/// A member that must be a text, and not an empty one; `place` is its whole path.
fn string<'a>(object: &'a Value, name: &str, place: &str) -> Result<&'a str, Refused> {
    let value = member(object, name);
    demand(!value.is_null(), "missing_required_parameter", || {
        format!("Missing required parameter: '{place}'.")
    })?;
    demand(value.is_string(), "invalid_type", || {
        format!("Invalid type for '{place}': expected a string.")
    })?;
    demand(value != "", "empty_string", || {
        format!("Invalid '{place}': empty string. Expected a string with minimum length 1.")
    })?;
    Ok(text(object, name))
}

/// A word that must be one of a few; `place` is its whole path.
fn one_of(word: &str, words: &[&str], place: &str) -> Result<(), Refused> {
    demand(words.contains(&word), "invalid_value", || {
        format!("Invalid value for '{place}': '{word}'. Supported values are: {words:?}.")
    })
}
