//! The items of the input, each by itself.

use super::{content, demand, one_of, string};
use crate::json::{items as list, member, text};
use crate::rules::is_word;
use crate::{Refused, SimRequest};
use serde_json::Value;

/// The longest id of a call.
const MAX_ID_LENGTH: usize = 64;

pub(super) fn items(request: &SimRequest) -> Result<(), Refused> {
    let stores = member(&request.json, "store") != false;
    let items = list(&request.json, "input").iter().enumerate();
    items.into_iter().try_for_each(|(at, one)| item(one, stores, &format!("input[{at}]")))
}

fn item(item: &Value, stores: bool, place: &str) -> Result<(), Refused> {
    match text(item, "type") {
        "" | "message" => message(item, place),
        "function_call" => call(item, "arguments", "fc", place),
        "custom_tool_call" => call(item, "input", "ctc", place),
        "function_call_output" | "custom_tool_call_output" => {
            call_id(item, place)?;
            let place = format!("{place}.output");
            content::check(member(item, "output"), &content::RESULT, &place)
        }
        "reasoning" => reasoning(item, stores, place),
        "item_reference" => string(item, "id", &format!("{place}.id")).map(drop),
        // What the vendor's own tools did goes back as it came.
        kind => {
            let hosted = kind.ends_with("_call") || kind.ends_with("_call_output");
            let known = hosted || kind.starts_with("mcp_") || kind == "compaction";
            demand(known, "invalid_value", || {
                format!("Invalid value for '{place}.type': '{kind}' is no type of an item.")
            })
        }
    }
}

fn message(item: &Value, place: &str) -> Result<(), Refused> {
    let role = text(item, "role");
    one_of(role, &["assistant", "system", "developer", "user"], &format!("{place}.role"))?;
    own_id(item, "msg", place)?;
    let models = role == "assistant";
    let kinds = if models { &content::OUTPUT[..] } else { &content::INPUT[..] };
    let phase = text(item, "phase");
    if !phase.is_empty() {
        let phases: &[&str] = if models { &["commentary", "final_answer"] } else { &[] };
        one_of(phase, phases, &format!("{place}.phase"))?;
    }
    content::check(member(item, "content"), kinds, &format!("{place}.content"))
}

fn call(item: &Value, arguments: &str, prefix: &str, place: &str) -> Result<(), Refused> {
    call_id(item, place)?;
    own_id(item, prefix, place)?;
    let name = string(item, "name", &format!("{place}.name"))?;
    demand(is_word(name, 64), "invalid_value", || {
        format!("Invalid '{place}.name': string does not match pattern '^[a-zA-Z0-9_-]+$'.")
    })?;
    demand(member(item, arguments).is_string(), "invalid_type", || {
        format!("Invalid type for '{place}.{arguments}': expected a string.")
    })
}

fn call_id(item: &Value, place: &str) -> Result<(), Refused> {
    let id = string(item, "call_id", &format!("{place}.call_id"))?;
    demand(id.len() <= MAX_ID_LENGTH, "string_above_max_length", || {
        format!(
            "Invalid '{place}.call_id': string too long. Expected a string with maximum length \
             {MAX_ID_LENGTH}."
        )
    })
}

/// The vendor's own id of an item begins with its kind.
fn own_id(item: &Value, prefix: &str, place: &str) -> Result<(), Refused> {
    let id = member(item, "id");
    let legal = id.is_null() || id.as_str().is_some_and(|id| id.starts_with(prefix));
    demand(legal, "invalid_value", || {
        format!("Invalid '{place}.id': Expected an ID that begins with '{prefix}'.")
    })
}

/// Reasoning goes back encrypted, by the id of what was stored, or, to open models, as its text.
fn reasoning(item: &Value, stores: bool, place: &str) -> Result<(), Refused> {
    own_id(item, "rs", place)?;
    let is_summary =
        |part: &Value| member(part, "type") == "summary_text" && member(part, "text").is_string();
    let summary = member(item, "summary").as_array();
    demand(summary.is_some(), "missing_required_parameter", || {
        format!("Missing required parameter: '{place}.summary'.")
    })?;
    demand(summary.into_iter().flatten().all(is_summary), "invalid_value", || {
        format!("Invalid '{place}.summary': expected parts of the type 'summary_text'.")
    })?;
    let encrypted = !text(item, "encrypted_content").is_empty();
    if encrypted || !list(item, "content").is_empty() {
        return Ok(());
    }
    let id = string(item, "id", &format!("{place}.encrypted_content"))?;
    if stores {
        return Ok(());
    }
    let message = format!(
        "Item with id '{id}' not found. Items are not persisted when `store` is set to false."
    );
    Err(Refused { status: 404, ..Refused::bad(message) })
}
