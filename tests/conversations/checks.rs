//! What a request must hold, whoever is asked.

use crate::arbitrary::Wanted;
use kei_router::{Warning, WarningKind};
use serde_json::Value;

/// Every text of a JSON document, names of members aside.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(members) => members.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

pub(crate) fn omissions(warnings: &[Warning]) -> Vec<&str> {
    let omitted = warnings.iter().filter(|warning| warning.kind == WarningKind::Omitted);
    omitted.map(|warning| warning.subject.as_str()).collect()
}

/// Nothing is lost in silence, and nothing goes where it must not.
pub(crate) fn complete(wanted: &Wanted, warnings: &[Warning], asked: &Value) -> Result<(), String> {
    let texts = texts(asked);
    let there = |text: &str| texts.iter().any(|other| other.contains(text));
    let omitted = omissions(warnings);
    let warned = |subject: &str| omitted.iter().any(|one| one.contains(subject));
    if let Some(lost) = wanted.texts.iter().find(|text| !there(text)) {
        return Err(format!("lost: {lost:?}"));
    }
    if let Some(secret) = wanted.secrets.iter().find(|secret| there(secret)) {
        return Err(format!("another vendor's: {secret}"));
    }
    if !wanted.secrets.is_empty() && !warned("reasoning") && !warned("opaque") {
        return Err(format!("no warning of what is another vendor's: {omitted:?}"));
    }
    let media = ["image", "document", "audio", "media", "tool_result"];
    let explained = media.iter().any(|subject| warned(subject));
    match wanted.media.iter().find(|forms| !forms.iter().any(|form| there(form))) {
        Some(lost) if !explained => return Err(format!("lost without a warning: {lost:?}")),
        _ => {}
    }
    let returned = wanted.own.iter().all(|own| there(own));
    if !returned && !warned("reasoning") && !warned("opaque") {
        return Err("what was the vendor's own did not come back".to_owned());
    }
    Ok(())
}

/// Every call is there, with its arguments as they were.
pub(crate) fn calls(format: &str, wanted: &Wanted, asked: &Value) -> Result<(), String> {
    let sent = match format {
        "anthropic-messages" => blocks(asked),
        "responses" => items(asked),
        _ => functions(asked),
    };
    let wanted: Vec<_> = wanted.calls.iter().map(|call| as_sent(format, call)).collect();
    if sent == wanted { Ok(()) } else { Err(format!("calls: {sent:?}\nin place of: {wanted:?}")) }
}

/// A call's name and its arguments: nothing is an object, and where the wire takes objects alone,
/// so is everything else.
pub(crate) fn as_sent(format: &str, (name, arguments): &(String, String)) -> (String, Value) {
    let none = matches!(arguments.trim(), "" | "null");
    if format != "anthropic-messages" {
        let arguments = if none { "{}" } else { arguments };
        return (name.clone(), arguments.into());
    }
    let parsed: Value =
        serde_json::from_str(if none { "{}" } else { arguments }).unwrap_or_default();
    let wrapped = || serde_json::json!({"malformed_arguments": arguments});
    (name.clone(), if parsed.is_object() { parsed } else { wrapped() })
}

fn list<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    value[name].as_array().into_iter().flatten()
}

fn named(call: &Value, arguments: &str) -> (String, Value) {
    (call["name"].as_str().unwrap_or_default().to_owned(), call[arguments].clone())
}

fn blocks(asked: &Value) -> Vec<(String, Value)> {
    let blocks = list(asked, "messages").flat_map(|message| list(message, "content"));
    blocks.filter(|one| one["type"] == "tool_use").map(|one| named(one, "input")).collect()
}

fn items(asked: &Value) -> Vec<(String, Value)> {
    let calls = list(asked, "input").filter(|item| item["type"] == "function_call");
    calls.map(|item| named(item, "arguments")).collect()
}

fn functions(asked: &Value) -> Vec<(String, Value)> {
    let calls = list(asked, "messages").flat_map(|message| list(message, "tool_calls"));
    calls.map(|call| named(&call["function"], "arguments")).collect()
}
