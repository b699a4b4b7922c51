//! Content: a text, or parts.

use super::{demand, one_of, string};
use crate::Refused;
use crate::json::{member, text};
use serde_json::Value;

/// What a user, a system or a developer says.
pub(super) const INPUT: [&str; 4] = ["input_text", "input_image", "input_file", "input_audio"];
/// What the model has said.
pub(super) const OUTPUT: [&str; 2] = ["output_text", "refusal"];
/// What a tool has answered.
pub(super) const RESULT: [&str; 3] = ["input_text", "input_image", "input_file"];

/// A text, or at least one part of these kinds.
pub(super) fn check(content: &Value, kinds: &[&str], place: &str) -> Result<(), Refused> {
    let parts = match content {
        Value::String(_) => return Ok(()),
        Value::Array(parts) => parts,
        _ => {
            let message = format!("Invalid type for '{place}': expected a string or an array.");
            return Err(Refused::bad(message).code("invalid_type"));
        }
    };
    demand(!parts.is_empty(), "empty_array", || {
        format!("Invalid '{place}': empty array. Expected an array with minimum length 1.")
    })?;
    parts.iter().enumerate().try_for_each(|(at, one)| part(one, kinds, &format!("{place}[{at}]")))
}

fn part(part: &Value, kinds: &[&str], place: &str) -> Result<(), Refused> {
    let kind = text(part, "type");
    one_of(kind, kinds, &format!("{place}.type"))?;
    match kind {
        "input_image" => source(part, &["image_url", "file_id"], place),
        "input_file" => source(part, &["file_data", "file_url", "file_id"], place),
        "input_audio" => {
            let audio = member(part, "input_audio");
            string(audio, "data", &format!("{place}.input_audio.data"))?;
            let format = string(audio, "format", &format!("{place}.input_audio.format"))?;
            one_of(format, &["wav", "mp3"], &format!("{place}.input_audio.format"))
        }
        "refusal" => said(part, "refusal", place),
        _ => said(part, "text", place),
    }
}

/// A text that may be empty.
fn said(part: &Value, name: &str, place: &str) -> Result<(), Refused> {
    demand(member(part, name).is_string(), "missing_required_parameter", || {
        format!("Missing required parameter: '{place}.{name}'.")
    })
}

/// Where a medium is: a text under one of these names. An object, as Chat Completions has it
/// for an image, is none.
fn source(part: &Value, names: &[&str], place: &str) -> Result<(), Refused> {
    let given: Vec<_> = names.iter().filter(|name| !member(part, name).is_null()).collect();
    demand(!given.is_empty(), "missing_required_parameter", || {
        format!("Missing required parameter: '{place}.{}'.", names.join("' or '"))
    })?;
    given.into_iter().try_for_each(|name| string(part, name, &format!("{place}.{name}")).map(drop))
}
