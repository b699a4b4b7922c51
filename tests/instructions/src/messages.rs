//! Streams of Anthropic Messages, as `api.anthropic.com` frames them.

use crate::words::{arguments, named, text as words};

const START: &str = r#"{"type":"message_start","message":{"model":"claude-sonnet-4-5-20250929","id":"msg_01DeterministicStream0001","type":"message","role":"assistant","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":25,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},"output_tokens":1,"service_tier":"standard"}}}"#;
const STOP: (&str, &str) = ("message_stop", r#"{"type":"message_stop"}"#);

/// A reply of text.
pub(crate) fn text(tokens: usize) -> String {
    stream(vec![spoken(0, tokens)], "end_turn")
}

/// A reply of one tool call.
pub(crate) fn tools(tokens: usize) -> String {
    let open =
        r#"{"type":"tool_use","id":"toolu_01DeterministicCall0001","name":"read","input":{}}"#;
    let delta = |piece: &str| format!(r#"{{"type":"input_json_delta","partial_json":"{piece}"}}"#);
    stream(vec![block(0, open, arguments(tokens).map(delta))], "tool_use")
}

/// A reply of reasoning, and a word of text.
pub(crate) fn reasoning(tokens: usize) -> String {
    let open = r#"{"type":"thinking","thinking":"","signature":""}"#;
    let delta = |piece: &str| format!(r#"{{"type":"thinking_delta","thinking":"{piece}"}}"#);
    let signature = r#"{"type":"signature_delta","signature":"EqQBCgIYAhIkDeterministic=="}"#;
    let deltas = words(tokens).map(delta).chain([signature.to_owned()]);
    stream(vec![block(0, open, deltas), spoken(1, 1)], "end_turn")
}

fn spoken(index: usize, tokens: usize) -> Vec<(&'static str, String)> {
    let delta = |piece: &str| format!(r#"{{"type":"text_delta","text":"{piece}"}}"#);
    block(index, r#"{"type":"text","text":""}"#, words(tokens).map(delta))
}

fn block(
    index: usize,
    open: &str,
    deltas: impl Iterator<Item = String>,
) -> Vec<(&'static str, String)> {
    let start =
        format!(r#"{{"type":"content_block_start","index":{index},"content_block":{open}}}"#);
    let delta = |delta| {
        let json = format!(r#"{{"type":"content_block_delta","index":{index},"delta":{delta}}}"#);
        ("content_block_delta", json)
    };
    let stop = format!(r#"{{"type":"content_block_stop","index":{index}}}"#);
    let mut events = vec![("content_block_start", start)];
    events.extend(deltas.map(delta));
    events.push(("content_block_stop", stop));
    events
}

fn stream(blocks: Vec<Vec<(&'static str, String)>>, reason: &str) -> String {
    let end = format!(
        r#"{{"type":"message_delta","delta":{{"stop_reason":"{reason}","stop_sequence":null}},"usage":{{"input_tokens":25,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":100}}}}"#
    );
    let mut events = vec![("message_start", START.to_owned())];
    events.extend(blocks.into_iter().flatten());
    events.extend([("message_delta", end), (STOP.0, STOP.1.to_owned())]);
    named(events)
}
