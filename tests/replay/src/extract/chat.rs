//! Chat Completions, plainly.

use super::{End, Extracted, ExtractedCall, ExtractedPart, Payload, count, list, replace, text};
use serde_json::Value;
use std::collections::BTreeMap;

pub(crate) fn read(payloads: &[Payload]) -> Extracted {
    let mut extracted = Extracted::default();
    let mut calls = BTreeMap::new();
    let mut done = false;
    for payload in payloads {
        if payload.data.trim() == "[DONE]" {
            done = true;
            break;
        }
        let Ok(chunk) = serde_json::from_str::<Value>(&payload.data) else {
            extracted.end = End::Corrupt;
            break;
        };
        take(&chunk, &mut extracted, &mut calls);
        if payload.event == "error" || chunk.get("error").is_some_and(|error| !error.is_null()) {
            extracted.end = End::Error(chunk);
            break;
        }
    }
    extracted.calls = calls.into_values().collect();
    let has_content = !extracted.text.is_empty() || !extracted.calls.is_empty();
    if extracted.end == End::Truncated && (extracted.finish.is_some() || (done && has_content)) {
        extracted.end = End::Clean;
    }
    extracted
}

fn take(chunk: &Value, extracted: &mut Extracted, calls: &mut BTreeMap<u64, ExtractedCall>) {
    let groq = chunk.get("x_groq").and_then(|groq| groq.get("usage"));
    usage(groq.unwrap_or(&Value::Null), extracted);
    usage(chunk.get("usage").unwrap_or(&Value::Null), extracted);
    let first = |choice: &&Value| choice.get("index").and_then(Value::as_u64).unwrap_or(0) == 0;
    for choice in list(chunk, "choices").iter().filter(first) {
        usage(choice.get("usage").unwrap_or(&Value::Null), extracted);
        let finish = text(choice, "finish_reason");
        if !finish.is_empty() && extracted.finish.is_none() {
            extracted.finish = Some(finish.to_owned());
        }
        if let Some(delta) = choice.get("delta") {
            let before = (extracted.text.len(), extracted.reasoning.len());
            said(delta, extracted);
            called(list(delta, "tool_calls"), calls);
            parts(delta, before, extracted, calls);
        }
    }
}

fn said(delta: &Value, extracted: &mut Extracted) {
    extracted.text.push_str(text(delta, "content"));
    for piece in list(delta, "content") {
        extracted.text.push_str(text(piece, "text"));
        list(piece, "thinking").iter().for_each(|t| extracted.reasoning.push_str(text(t, "text")));
    }
    extracted.text.push_str(text(delta, "refusal"));
    extracted.refused |= !text(delta, "refusal").is_empty();
    // One reasoning under several names: the first one that says anything.
    let names = ["reasoning_content", "reasoning"].map(|name| text(delta, name).to_owned());
    let details: String = list(delta, "reasoning_details")
        .iter()
        .map(|detail| format!("{}{}", text(detail, "text"), text(detail, "summary")))
        .collect();
    let mut said = names.into_iter().chain([details]);
    extracted.reasoning.push_str(&said.find(|text| !text.is_empty()).unwrap_or_default());
}

fn called(pieces: &[Value], calls: &mut BTreeMap<u64, ExtractedCall>) {
    for piece in pieces {
        let index = piece.get("index").and_then(Value::as_u64);
        let last = calls.keys().last().copied();
        let id = text(piece, "id");
        // Without an index, an id begins a call.
        let new = last.map_or(0, |last| last.saturating_add(u64::from(!id.is_empty())));
        let call = calls.entry(index.unwrap_or(new)).or_default();
        let function = piece.get("function").unwrap_or(&Value::Null);
        if call.id.is_empty() {
            call.id = id.to_owned();
        }
        if call.name.is_empty() {
            call.name = text(function, "name").to_owned();
        }
        call.arguments.push_str(text(function, "arguments"));
    }
}

fn usage(usage: &Value, extracted: &mut Extracted) {
    let total = &mut extracted.usage;
    let of = |name: &str| usage.get(name).and_then(Value::as_u64);
    let (mut input, mut output) = (of("prompt_tokens"), of("completion_tokens"));
    let reasoning = count(usage, "reasoning_tokens");
    // Some count reasoning, or the sound of the prompt, apart: only the sum says so.
    let sum = input.unwrap_or(0).saturating_add(output.unwrap_or(0));
    let apart = of("total_tokens").unwrap_or(sum).checked_sub(sum).filter(|apart| *apart > 0);
    if apart.is_some() && apart == reasoning {
        output = output.and_then(|output| output.checked_add(apart?));
    } else if apart.is_some() && apart == count(usage, "audio_tokens") {
        input = input.and_then(|input| input.checked_add(apart?));
    }
    replace(&mut total.input, input);
    replace(&mut total.output, output);
    replace(&mut total.reasoning, reasoning);
    let read = ["cached_tokens", "prompt_cache_hit_tokens", "cache_read_input_tokens"];
    replace(&mut total.cache_read, read.iter().find_map(|name| count(usage, name)));
    let written = ["cache_write_tokens", "cache_creation_tokens", "cache_creation_input_tokens"];
    replace(&mut total.cache_write, written.iter().find_map(|name| count(usage, name)));
}

/// The wire has no ends of parts: a part goes on until one of another kind begins.
fn parts(
    delta: &Value,
    before: (usize, usize),
    extracted: &mut Extracted,
    calls: &BTreeMap<u64, ExtractedCall>,
) {
    let parts = extracted.parts.get_or_insert_default();
    let said =
        |parts: &mut Vec<ExtractedPart>, kind: &'static str, piece: &str| match parts.last_mut() {
            _ if piece.is_empty() => {}
            Some(last) if last.kind == kind => last.text.push_str(piece),
            _ => parts.push(ExtractedPart::new(kind, piece, &Value::Null)),
        };
    said(parts, "reasoning", extracted.reasoning.get(before.1..).unwrap_or_default());
    // Encrypted reasoning has no text.
    if list(delta, "reasoning_details").iter().any(|detail| !text(detail, "data").is_empty()) {
        parts.push(ExtractedPart::new("reasoning", "", &Value::Null));
    }
    said(parts, "text", extracted.text.get(before.0..).unwrap_or_default());
    let known = parts.iter().filter(|part| part.kind == "call").count();
    for call in calls.values().skip(known) {
        parts.push(ExtractedPart::new("call", &call.name, &Value::Null));
    }
}
