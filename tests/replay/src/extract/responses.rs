//! Responses, plainly: from the finished output, or from its finished items.

use super::{End, Extracted, ExtractedCall, ExtractedPart, Payload, count, list, text};
use serde_json::Value;
use std::collections::BTreeMap;

pub(crate) fn read(payloads: &[Payload]) -> Extracted {
    let mut plain = Extracted::default();
    let (mut items, mut parts) = (Vec::new(), Parts::new());
    for payload in payloads {
        let Ok(event) = serde_json::from_str::<Value>(&payload.data) else {
            plain.end = End::Corrupt;
            break;
        };
        pieces(&event, &mut parts);
        match text(&event, "type") {
            "response.output_item.done" => items.extend(event.get("item").cloned()),
            _ => end(&event, &mut items, &mut plain),
        }
        if plain.end != End::Truncated {
            break;
        }
    }
    items.iter().for_each(|item| take(item, &mut plain));
    plain.parts = Some(items.iter().flat_map(parts_of).collect());
    plain.waits = items.iter().any(|item| waits(item, &items));
    for (pieces, whole) in parts.values().filter(|(pieces, whole)| !whole.starts_with(pieces)) {
        if !whole.is_empty() {
            plain.contradicts = true;
            plain.text = plain.text.replacen(whole, pieces, 1);
        } else if !plain.text.contains(pieces) {
            plain.text.push_str(pieces);
        }
    }
    plain
}

/// The pieces of each part of the text, and the text that they should make; empty where the
/// stream breaks off before.
type Parts = BTreeMap<(u64, u64), (String, String)>;

fn pieces(event: &Value, parts: &mut Parts) {
    let at = |key: &str| event.get(key).and_then(Value::as_u64).unwrap_or(0);
    let place = (at("output_index"), at("content_index"));
    match text(event, "type") {
        "response.output_text.delta" | "response.refusal.delta" => {
            parts.entry(place).or_default().0.push_str(text(event, "delta"));
        }
        "response.output_text.done" | "response.refusal.done" => {
            let whole = format!("{}{}", text(event, "text"), text(event, "refusal"));
            parts.entry(place).or_default().1 = whole;
        }
        _ => {}
    }
}

/// What ends a stream, with the finished output.
fn end(event: &Value, items: &mut Vec<Value>, plain: &mut Extracted) {
    let response = event.get("response").unwrap_or(&Value::Null);
    match text(event, "type") {
        "response.completed" | "response.incomplete" => {
            let output = list(response, "output");
            if !output.is_empty() {
                *items = output.to_vec();
            }
            ended(response, plain);
        }
        "error" => plain.end = End::Error(event.clone()),
        "response.failed" => plain.end = End::Error(response.clone()),
        _ => {}
    }
}

fn ended(response: &Value, plain: &mut Extracted) {
    plain.end = End::Clean;
    let why = response.get("incomplete_details").map_or("", |details| text(details, "reason"));
    let word = if why.is_empty() { text(response, "status") } else { why };
    plain.finish = Some(word.to_owned());
    let usage = response.get("usage").unwrap_or(&Value::Null);
    plain.usage.input = usage.get("input_tokens").and_then(Value::as_u64);
    plain.usage.output = usage.get("output_tokens").and_then(Value::as_u64);
    plain.usage.cache_read = count(usage, "cached_tokens");
    plain.usage.cache_write = count(usage, "cache_write_tokens");
    plain.usage.reasoning = count(usage, "reasoning_tokens");
}

fn take(item: &Value, plain: &mut Extracted) {
    match text(item, "type") {
        "message" => {
            for part in list(item, "content") {
                plain.text.push_str(text(part, "text"));
                plain.text.push_str(text(part, "refusal"));
                plain.refused |= !text(part, "refusal").is_empty();
            }
        }
        "reasoning" => {
            let parts = [list(item, "summary"), list(item, "content")].concat();
            let texts = parts.iter().map(|part| text(part, "text"));
            let texts: Vec<_> = texts.filter(|text| !text.is_empty()).collect();
            plain.reasoning.push_str(&texts.join("\n\n"));
        }
        "function_call" | "custom_tool_call" => plain.calls.push(ExtractedCall {
            id: text(item, "call_id").to_owned(),
            name: text(item, "name").to_owned(),
            arguments: format!("{}{}", text(item, "arguments"), text(item, "input")),
        }),
        _ => {}
    }
}

/// The parts that an item is.
fn parts_of(item: &Value) -> Vec<ExtractedPart> {
    match text(item, "type") {
        "message" => {
            let said = |part: &Value| format!("{}{}", text(part, "text"), text(part, "refusal"));
            let parts = list(item, "content").iter().filter(|part| !said(part).is_empty());
            let part = |part: &Value| {
                let mut whole = ExtractedPart::new("text", &said(part), part);
                whole.vendor.extend(super::attached(item));
                whole
            };
            parts.map(part).collect()
        }
        "reasoning" => {
            let parts = [list(item, "summary"), list(item, "content")].concat();
            let texts = parts.iter().map(|part| text(part, "text"));
            let texts: Vec<_> = texts.filter(|text| !text.is_empty()).collect();
            vec![ExtractedPart::new("reasoning", &texts.join("\n\n"), &Value::Null)]
        }
        "function_call" | "custom_tool_call" => {
            vec![ExtractedPart::new("call", text(item, "name"), item)]
        }
        _ => vec![ExtractedPart::opaque(item)],
    }
}

/// Whether the caller must run what an item asks for, and has not yet.
fn waits(item: &Value, items: &[Value]) -> bool {
    let member = |object: &str, key: &str| item.get(object).map_or("", |value| text(value, key));
    let callers = match text(item, "type") {
        "computer_call" | "apply_patch_call" | "local_shell_call" | "mcp_approval_request" => true,
        "shell_call" => matches!(member("environment", "type"), "" | "local"),
        "tool_search_call" => text(item, "execution") == "client",
        _ => false,
    };
    let answers = |other: &&Value| {
        text(other, "type").ends_with("_output") && text(other, "call_id") == text(item, "call_id")
    };
    callers && !items.iter().any(|other| answers(&other))
}
