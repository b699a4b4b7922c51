//! Merging a request's extra members into its body without touching other bytes.

use super::Members;
use super::history::last_state;
use crate::{ChatRequest, LlmError};
use bytes::Bytes;
use serde::Serialize;
use serde_json::Value;

/// Lists that are appended to. Every other one is replaced.
const APPENDED: [&str; 2] = ["tools", "include"];

/// Serializes a body, and merges into it the conversation's state at `vendor` and the request's
/// extra members for it.
///
/// Objects are merged member by member, the lists `tools` and `include` are appended to, and
/// everything else is replaced. Everything else keeps its exact bytes, including numbers and the
/// order of members.
///
/// # Errors
/// `BadRequest` if a value cannot be serialized, or the state is not a JSON object.
pub fn body<T: Serialize>(
    body: &T,
    request: &ChatRequest,
    vendor: &str,
) -> Result<Bytes, LlmError> {
    let mut text = serde_json::to_string(body).map_err(json_error)?;
    if let Some(state) = last_state(&request.messages, vendor) {
        let wrong = || LlmError::bad_request("the state of a conversation is no JSON object");
        for (name, raw) in Members::parse(&state.json).ok_or_else(wrong)?.iter() {
            text = replace(&text, name, |_| Ok(raw.get().to_owned())).map_err(json_error)?;
        }
    }
    for (key, value) in request.extra_members(vendor) {
        text = set(&text, key, value).map_err(json_error)?;
    }
    Ok(Bytes::from(text))
}

fn json_error(error: serde_json::Error) -> LlmError {
    LlmError::bad_request("a value cannot be JSON").with_source(error)
}

/// `object` with `value` merged into its member `key`.
fn set(object: &str, key: &str, value: &Value) -> serde_json::Result<String> {
    replace(object, key, |base| match base {
        Some(base) => merge(base, key, value),
        None => serde_json::to_string(value),
    })
}

/// `object` with its member `key` replaced by the result of `new`, or added at the end.
fn replace(
    object: &str,
    key: &str,
    new: impl Fn(Option<&str>) -> serde_json::Result<String>,
) -> serde_json::Result<String> {
    let members: Members<'_> = serde_json::from_str(object)?;
    let mut out = String::with_capacity(object.len().saturating_add(64));
    let mut found = false;
    out.push('{');
    for (name, raw) in members.iter() {
        if name == key {
            found = true;
            push(&mut out, name, &new(Some(raw.get()))?)?;
        } else {
            push(&mut out, name, raw.get())?;
        }
    }
    if !found {
        push(&mut out, key, &new(None)?)?;
    }
    out.push('}');
    Ok(out)
}

fn merge(base: &str, key: &str, over: &Value) -> serde_json::Result<String> {
    match over {
        Value::Object(members) if base.starts_with('{') => {
            let mut text = base.to_owned();
            for (name, value) in members {
                text = set(&text, name, value)?;
            }
            Ok(text)
        }
        Value::Array(list) if base.starts_with('[') && APPENDED.contains(&key) => {
            append(base, list)
        }
        _ => serde_json::to_string(over),
    }
}

fn append(base: &str, list: &[Value]) -> serde_json::Result<String> {
    let inner = base.strip_suffix(']').unwrap_or(base);
    let mut out = inner.to_owned();
    let mut empty = inner.trim_start_matches('[').trim().is_empty();
    for value in list {
        if !empty {
            out.push(',');
        }
        empty = false;
        out.push_str(&serde_json::to_string(value)?);
    }
    out.push(']');
    Ok(out)
}

fn push(out: &mut String, name: &str, raw: &str) -> serde_json::Result<()> {
    if !out.ends_with('{') {
        out.push(',');
    }
    out.push_str(&serde_json::to_string(name)?);
    out.push(':');
    out.push_str(raw);
    Ok(())
}

#[cfg(test)]
mod tests;
