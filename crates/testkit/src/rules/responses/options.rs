//! What a request says beside its input and its tools.

use super::{demand, one_of, string};
use crate::json::{items, member, text};
use crate::rules::is_word;
use crate::rules::schemas;
use crate::{Refused, SimRequest};
use serde_json::Value;

/// The fewest tokens that an answer may be limited to.
const FEWEST: u64 = 16;

const EFFORTS: [&str; 7] = ["none", "minimal", "low", "medium", "high", "xhigh", "max"];
const SUMMARIES: [&str; 3] = ["auto", "concise", "detailed"];

pub(super) fn limit(request: &SimRequest) -> Result<(), Refused> {
    let limit = member(&request.json, "max_output_tokens");
    demand(limit.is_null() || limit.is_u64(), "invalid_type", || {
        "Invalid type for 'max_output_tokens': expected an integer.".to_owned()
    })?;
    let enough = limit.as_u64().is_none_or(|most| most >= FEWEST);
    demand(enough, "integer_below_min_value", || {
        format!(
            "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= \
             {FEWEST}, but got {limit} instead."
        )
    })
}

/// `text.format`: a type, and for a schema its name and itself.
pub(super) fn text_format(request: &SimRequest) -> Result<(), Refused> {
    let Some(format) = member(&request.json, "text").get("format") else { return Ok(()) };
    let kind = string(format, "type", "text.format.type")?;
    one_of(kind, &["text", "json_object", "json_schema"], "text.format.type")?;
    if kind != "json_schema" {
        return Ok(());
    }
    let name = string(format, "name", "text.format.name")?;
    demand(is_word(name, 64), "invalid_value", || {
        "Invalid 'text.format.name': not a legal name.".to_owned()
    })?;
    let schema = member(format, "schema");
    demand(schema.is_object(), "missing_required_parameter", || {
        "Missing required parameter: 'text.format.schema'.".to_owned()
    })?;
    let fault = schemas::fault(schema, member(format, "strict") == true);
    demand(fault.is_none(), "invalid_json_schema", || {
        format!("Invalid schema for response_format '{name}': {}.", fault.unwrap_or_default())
    })
}

/// Reasoning, metadata, and where the conversation goes on.
pub(super) fn others(request: &SimRequest) -> Result<(), Refused> {
    let body = &request.json;
    let reasoning = member(body, "reasoning");
    for (name, words) in [("effort", &EFFORTS[..]), ("summary", &SUMMARIES[..])] {
        if !member(reasoning, name).is_null() {
            one_of(text(reasoning, name), words, &format!("reasoning.{name}"))?;
        }
    }
    let include = items(body, "include").iter().all(Value::is_string);
    demand(include, "invalid_type", || {
        "Invalid type for 'include': expected an array of strings.".to_owned()
    })?;
    let metadata = member(body, "metadata").as_object();
    let texts = metadata.is_none_or(|all| all.values().all(Value::is_string));
    demand(texts, "invalid_type", || {
        "Invalid type for 'metadata': expected an object of strings.".to_owned()
    })?;
    let there = |name: &str| !member(body, name).is_null();
    let both = there("previous_response_id") && there("conversation");
    demand(!both, "mutually_exclusive_parameters", || {
        "Only one of 'previous_response_id' and 'conversation' can be provided.".to_owned()
    })
}
