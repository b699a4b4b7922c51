//! Streams of Chat Completions, as `api.openai.com` and `api.moonshot.ai` frame them.

use crate::words::{arguments, data, text as words};

/// The members that OpenAI puts into each chunk, before and behind the choices.
const OPENAI: (&str, &str) = (
    r#"{"id":"chatcmpl-DeterministicStream0001","object":"chat.completion.chunk","created":1764000000,"model":"gpt-4.1-2025-04-14","service_tier":"default","system_fingerprint":"fp_0123456789""#,
    r#""usage":null,"obfuscation":"AbCdEfGh"}"#,
);
/// The same of Kimi.
const KIMI: (&str, &str) = (
    r#"{"id":"chatcmpl-0123456789abcdef01234567","object":"chat.completion.chunk","created":1764000000,"model":"kimi-k2-thinking""#,
    r#""system_fingerprint":"fpv0_01234567"}"#,
);

/// A reply of text.
pub(crate) fn text(tokens: usize) -> String {
    let first = r#"{"role":"assistant","content":"","refusal":null}"#.to_owned();
    let deltas = [first].into_iter().chain(words(tokens).map(content));
    stream(OPENAI, deltas, "stop")
}

/// A reply of one tool call.
pub(crate) fn tools(tokens: usize) -> String {
    let first = r#"{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call_DeterministicCall0001","type":"function","function":{"name":"read","arguments":""}}],"refusal":null}"#;
    let delta = |piece: &str| {
        format!(r#"{{"tool_calls":[{{"index":0,"function":{{"arguments":"{piece}"}}}}]}}"#)
    };
    let deltas = [first.to_owned()].into_iter().chain(arguments(tokens).map(delta));
    stream(OPENAI, deltas, "tool_calls")
}

/// A reply of reasoning, and a word of text.
pub(crate) fn reasoning(tokens: usize) -> String {
    let first = r#"{"role":"assistant","content":""}"#.to_owned();
    let delta = |piece: &str| format!(r#"{{"reasoning_content":"{piece}"}}"#);
    let deltas = [first].into_iter().chain(words(tokens).map(delta)).chain([content("Hi")]);
    stream(KIMI, deltas, "stop")
}

fn content(piece: &str) -> String {
    format!(r#"{{"content":"{piece}"}}"#)
}

fn stream(
    (before, behind): (&str, &str),
    deltas: impl Iterator<Item = String>,
    reason: &str,
) -> String {
    let chunk = |delta: &str, reason: &str| {
        format!(
            r#"{before},"choices":[{{"index":0,"delta":{delta},"logprobs":null,"finish_reason":{reason}}}],{behind}"#
        )
    };
    let usage = r#"{"prompt_tokens":25,"completion_tokens":100,"total_tokens":125,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}"#;
    let mut chunks: Vec<String> = deltas.map(|delta| chunk(&delta, "null")).collect();
    chunks.push(chunk("{}", &format!("\"{reason}\"")));
    chunks.push(format!(r#"{before},"choices":[],"usage":{usage}}}"#));
    chunks.push("[DONE]".to_owned());
    data(chunks)
}
