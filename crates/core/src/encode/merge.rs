//! A request's own members, merged into the body byte by byte.

use crate::{ChatRequest, LlmError};
use bytes::Bytes;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use std::fmt;

/// Lists that are appended to. Every other one is replaced.
const APPENDED: [&str; 2] = ["tools", "include"];

/// A body as JSON, with the request's extra members for `vendor` merged into it.
///
/// Objects are merged member by member, the lists `tools` and `include` are appended to, and
/// everything else is replaced. What no extra names keeps its exact bytes, its numbers and the
/// order of its members included.
///
/// # Errors
/// `BadRequest` where a value cannot be JSON.
pub fn body<T: Serialize>(
    body: &T,
    request: &ChatRequest,
    vendor: &str,
) -> Result<Bytes, LlmError> {
    let wrong = |error| LlmError::bad_request("a value cannot be JSON").with_source(error);
    let mut text = serde_json::to_string(body).map_err(wrong)?;
    for (key, value) in request.extra_members(vendor) {
        text = set(&text, key, value).map_err(wrong)?;
    }
    Ok(Bytes::from(text))
}

/// `object` with `value` merged into its member `key`.
fn set(object: &str, key: &str, value: &Value) -> serde_json::Result<String> {
    let members: Members<'_> = serde_json::from_str(object)?;
    let mut out = String::with_capacity(object.len().saturating_add(64));
    let mut found = false;
    out.push('{');
    for (name, raw) in members.0 {
        let own = name == key;
        found |= own;
        let merged = if own { Some(merge(raw.get(), key, value)?) } else { None };
        push(&mut out, &name, merged.as_deref().unwrap_or(raw.get()))?;
    }
    if !found {
        push(&mut out, key, &serde_json::to_string(value)?)?;
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

/// The members of an object in order, each with its exact text.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }
}

#[cfg(test)]
mod tests;
