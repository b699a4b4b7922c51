//! Responses, plainly: from the finished output, or from its finished items.

use super::{End, Extracted, ExtractedCall, ExtractedPart, Payload, count, list, text};
use serde_json::Value;
use std::collections::BTreeMap;

pub(crate) fn read(payloads: &[Payload]) -> Extracted {
    let mut extracted = Extracted::default();
    let (mut items, mut parts) = (Vec::new(), Parts::new());
    for payload in payloads {
        let Ok(event) = serde_json::from_str::<Value>(&payload.data) else {
            extracted.end = End::Corrupt;
            break;
        };
        pieces(&event, &mut parts);
        match text(&event, "type") {
            "response.output_item.done" => items.extend(event.get("item").cloned()),
            _ => end(&event, &mut items, &mut extracted),
        }
        if extracted.end != End::Truncated {
            break;
        }
    }
    items.iter().for_each(|item| take(item, &mut extracted));
    extracted.parts = Some(items.iter().flat_map(parts_of).collect());
    extracted.waits = items.iter().any(|item| waits(item, &items));
    for (pieces, whole) in parts.values().filter(|(pieces, whole)| !whole.starts_with(pieces)) {
        if !whole.is_empty() {
            extracted.contradicts = true;
            extracted.text = extracted.text.replacen(whole, pieces, 1);
        } else if !extracted.text.contains(pieces) {
            extracted.text.push_str(pieces);
        }
    }
    extracted
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
fn end(event: &Value, items: &mut Vec<Value>, extracted: &mut Extracted) {
    let response = event.get("response").unwrap_or(&Value::Null);
    match text(event, "type") {
        "response.completed" | "response.incomplete" => {
            let output = list(response, "output");
            if !output.is_empty() {
                *items = output.to_vec();
            }
            ended(response, extracted);
        }
        "error" => extracted.end = End::Error(event.clone()),
        "response.failed" => extracted.end = End::Error(response.clone()),
        _ => {}
    }
}

fn ended(response: &Value, extracted: &mut Extracted) {
    extracted.end = End::Clean;
    let why = response.get("incomplete_details").map_or("", |details| text(details, "reason"));
    let word = if why.is_empty() { text(response, "status") } else { why };
    extracted.finish = Some(word.to_owned());
    let usage = response.get("usage").unwrap_or(&Value::Null);
    extracted.usage.input = usage.get("input_tokens").and_then(Value::as_u64);
    extracted.usage.output = usage.get("output_tokens").and_then(Value::as_u64);
    extracted.usage.cache_read = count(usage, "cached_tokens");
    extracted.usage.cache_write = count(usage, "cache_write_tokens");
    extracted.usage.reasoning = count(usage, "reasoning_tokens");
}

fn take(item: &Value, extracted: &mut Extracted) {
    match text(item, "type") {
        "message" => {
            for part in list(item, "content") {
                extracted.text.push_str(text(part, "text"));
                extracted.text.push_str(text(part, "refusal"));
                extracted.refused |= !text(part, "refusal").is_empty();
            }
        }
        "reasoning" => {
            let parts = [list(item, "summary"), list(item, "content")].concat();
            let texts = parts.iter().map(|part| text(part, "text"));
            let texts: Vec<_> = texts.filter(|text| !text.is_empty()).collect();
            extracted.reasoning.push_str(&texts.join("\n\n"));
        }
        "function_call" | "custom_tool_call" => extracted.calls.push(ExtractedCall {
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
            let text_or_refusal =
                |part: &Value| format!("{}{}", text(part, "text"), text(part, "refusal"));
            let parts =
                list(item, "content").iter().filter(|part| !text_or_refusal(part).is_empty());
            let part = |part: &Value| {
                let mut whole = ExtractedPart::new("text", &text_or_refusal(part), part);
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
