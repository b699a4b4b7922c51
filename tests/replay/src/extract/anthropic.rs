//! Anthropic Messages, plainly.

use super::{End, Extracted, ExtractedCall, ExtractedPart, Payload, count, text};
use kei_router::Usage;
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(crate) fn read(payloads: &[Payload]) -> Extracted {
    let mut extracted = Extracted::default();
    let mut calls = BTreeMap::new();
    let mut counts = UsageCounts::default();
    let mut blocks = BTreeMap::new();
    for payload in payloads {
        let Ok(event) = serde_json::from_str::<Value>(&payload.data) else {
            extracted.end = End::Corrupt;
            break;
        };
        let message = event.get("message").unwrap_or(&Value::Null);
        let usages = [message.get("usage"), event.get("usage")].into_iter().flatten();
        usages.for_each(|usage| counts.take(usage, &mut extracted.usage));
        match text(&event, "type") {
            "message_stop" => {
                extracted.end = End::Clean;
                break;
            }
            "error" => {
                extracted.end = End::Error(event);
                break;
            }
            _ => take(&event, &mut extracted, &mut calls),
        }
        grow(&event, &mut blocks);
        state(&event, &mut extracted);
    }
    extracted.parts = Some(blocks.values().filter_map(part).collect());
    counts.end(&mut extracted.usage);
    extracted.calls = calls.into_values().collect();
    extracted
}

fn take(event: &Value, extracted: &mut Extracted, calls: &mut BTreeMap<u64, ExtractedCall>) {
    let index = event.get("index").and_then(Value::as_u64).unwrap_or(0);
    let delta = event.get("delta").unwrap_or(&Value::Null);
    let block = event.get("content_block").unwrap_or(&Value::Null);
    match text(block, "type") {
        "text" => extracted.text.push_str(text(block, "text")),
        "thinking" => extracted.reasoning.push_str(text(block, "thinking")),
        "tool_use" => drop(calls.insert(index, call(block))),
        _ => {}
    }
    match text(delta, "type") {
        "text_delta" => extracted.text.push_str(text(delta, "text")),
        "thinking_delta" => extracted.reasoning.push_str(text(delta, "thinking")),
        // The server's own tools have pieces of input too: they are no calls of the caller's.
        "input_json_delta" => {
            let call = calls.get_mut(&index).into_iter();
            call.for_each(|call| call.arguments.push_str(text(delta, "partial_json")));
        }
        _ => {}
    }
    if let Some(word) = delta.get("stop_reason").and_then(Value::as_str) {
        extracted.finish = Some(word.to_owned());
    }
}

/// A call as it begins: its input is empty, unless it comes whole.
fn call(block: &Value) -> ExtractedCall {
    let input = block.get("input").filter(|input| input.as_object().is_some_and(|o| !o.is_empty()));
    ExtractedCall {
        id: text(block, "id").to_owned(),
        name: text(block, "name").to_owned(),
        arguments: input.map_or(String::new(), Value::to_string),
    }
}

/// What the usages said, beside the totals.
#[derive(Default)]
struct UsageCounts {
    uncached: Option<u64>,
    steps: Vec<Value>,
}

impl UsageCounts {
    /// The last word on a count holds.
    fn take(&mut self, usage: &Value, total: &mut Usage) {
        let of = |name: &str| usage.get(name).and_then(Value::as_u64);
        let lifetimes = usage.get("cache_creation").unwrap_or(&Value::Null);
        for (count, newer) in [
            (&mut self.uncached, of("input_tokens")),
            (&mut total.output, of("output_tokens")),
            (&mut total.cache_read, of("cache_read_input_tokens")),
            (&mut total.cache_write, of("cache_creation_input_tokens")),
            (&mut total.cache_write_1h, count(lifetimes, "ephemeral_1h_input_tokens")),
            (&mut total.reasoning, count(usage, "thinking_tokens")),
        ] {
            *count = newer.or(*count);
        }
        if let Some(steps) = usage.get("iterations").and_then(Value::as_array) {
            self.steps.clone_from(steps);
        }
    }

    /// A turn in steps used their sum: the counts beside them leave some of them out.
    fn end(&mut self, total: &mut Usage) {
        let over = |name: &str| {
            let counts = self.steps.iter().filter_map(|step| count(step, name));
            counts.reduce(u64::saturating_add)
        };
        if !self.steps.is_empty() {
            total.output = over("output_tokens");
            total.cache_read = over("cache_read_input_tokens");
            total.cache_write = over("cache_creation_input_tokens");
            total.cache_write_1h = over("ephemeral_1h_input_tokens");
            self.uncached = over("input_tokens");
        }
        let input = [self.uncached, total.cache_read, total.cache_write];
        total.input = input.into_iter().flatten().reduce(u64::saturating_add);
    }
}

/// The container stands in the message, or in its last delta.
fn state(event: &Value, extracted: &mut Extracted) {
    for object in ["message", "delta"].iter().filter_map(|member| event.get(*member)) {
        if let Some(container) = object.get("container").filter(|value| value.is_object()) {
            extracted.state = json!({"container": text(container, "id")});
        }
    }
}

/// Blocks as they grow: the text of each in one member, its citations in another.
fn grow(event: &Value, blocks: &mut BTreeMap<u64, Value>) {
    let index = event.get("index").and_then(Value::as_u64).unwrap_or(0);
    if let Some(block) = event.get("content_block") {
        blocks.insert(index, block.clone());
    }
    let Some(block) = blocks.get_mut(&index).and_then(Value::as_object_mut) else { return };
    let delta = event.get("delta").unwrap_or(&Value::Null);
    for member in ["text", "thinking"] {
        let piece = text(delta, member);
        if !piece.is_empty() {
            let so_far = block.get(member).and_then(Value::as_str).unwrap_or_default();
            block.insert(member.to_owned(), format!("{so_far}{piece}").into());
        }
    }
    if let Some(citation) = delta.get("citation") {
        let cited = block.entry("citations").or_insert_with(|| json!([]));
        if !cited.is_array() {
            *cited = json!([]);
        }
        cited.as_array_mut().into_iter().for_each(|list| list.push(citation.clone()));
    }
}

/// The part that a whole block is; none for an empty text.
fn part(block: &Value) -> Option<ExtractedPart> {
    Some(match text(block, "type") {
        "text" if text(block, "text").is_empty() => return None,
        "text" => ExtractedPart::new("text", text(block, "text"), block),
        "thinking" => ExtractedPart::new("reasoning", text(block, "thinking"), &Value::Null),
        "redacted_thinking" => ExtractedPart::new("reasoning", "", &Value::Null),
        "tool_use" => ExtractedPart::new("call", text(block, "name"), block),
        _ => ExtractedPart::opaque(block),
    })
}
