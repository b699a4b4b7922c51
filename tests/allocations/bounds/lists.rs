//! Lists of small things, wherever a wire has a list.

use super::{LIMIT, MAX_PEAK, read, sse, wires};

/// One event of nearly the limit: a list of this item, or of what the item becomes where it has a
/// number, between `before` and `after`.
fn event(before: &str, item: &str, after: &str) -> String {
    let mut list = String::with_capacity(LIMIT);
    let room = LIMIT.saturating_sub(4096);
    let mut number = 0_u32;
    while list.len() < room {
        if !list.is_empty() {
            list.push(',');
        }
        list.push_str(&item.replace('~', &number.to_string()));
        number += 1;
    }
    format!("{before}{list}{after}")
}

/// Where a list may stand: what comes before it and after it, and what is told before the event.
type Place = (&'static str, &'static str, &'static str);

const ITEMS: [&str; 9] = [
    "1",
    "{}",
    "[]",
    r#""a""#,
    r#"{"text":"a"}"#,
    r#"{"type":"text","text":"a"}"#,
    r#"{"type":"x"}"#,
    r#"{"index":~,"id":"~","function":{"name":"f"}}"#,
    r#"{"a":1,"input_tokens":1,"error":{"a":1}}"#,
];

const CHAT: &[Place] = &[
    ("", r#"{"choices":["#, "]}"),
    ("", r#"{"choices":[{"delta":{"content":["#, "]}}]}"),
    ("", r#"{"choices":[{"delta":{"tool_calls":["#, "]}}]}"),
    ("", r#"{"choices":[{"delta":{"images":["#, "]}}]}"),
    ("", r#"{"choices":[{"delta":{"reasoning_details":["#, "]}}]}"),
    ("", r#"{"choices":[{"delta":{"content":"x","annotations":["#, "]}}]}"),
    ("", r#"{"choices":[],"search_results":["#, "]}"),
    ("", r#"{"error":["#, "]}"),
    ("", r#"{"error":{"message":"m","details":["#, "]}}"),
    ("", r#"{"choices":[{"error":["#, "]}]}"),
    ("", r#"{"x_groq":{"error":["#, "]}}"),
    ("", "[", "]"),
];

const RESPONSES: &[Place] = &[
    ("", r#"{"type":"response.completed","response":{"status":"completed","output":["#, "]}}"),
    ("", r#"{"type":"response.failed","response":{"status":"failed","error":["#, "]}}"),
    ("", r#"{"type":"response.output_item.done","item":{"type":"message","content":["#, "]}}"),
    ("", r#"{"type":"response.output_item.done","item":{"type":"reasoning","summary":["#, "]}}"),
    (
        r#"{"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"x"}"#,
        r#"{"type":"response.content_part.done","output_index":0,"content_index":0,"part":{"type":"output_text","text":"x","annotations":["#,
        "]}}",
    ),
    (
        "",
        r#"{"type":"response.output_item.done","item":{"type":"message","content":[{"type":"output_text","text":"x","annotations":["#,
        "]}]}}",
    ),
    ("", r#"{"type":"error","error":["#, "]}"),
    ("", "[", "]"),
];

const MESSAGES: &[Place] = &[
    ("", r#"{"type":"message_start","message":{"id":"m","model":"m","content":["#, "]}}"),
    (
        "",
        r#"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":"","citations":["#,
        "]}}",
    ),
    ("", r#"{"type":"message_delta","delta":{},"usage":{"iterations":["#, "]}}"),
    ("", r#"{"type":"error","error":["#, "]}"),
    ("", r#"{"type":"error","error":{"type":"api_error","details":["#, "]}}"),
    ("", "[", "]"),
];

fn check(format: &str, before: &str, payload: &str) {
    for wire in wires(format) {
        let events = [before, payload].into_iter().filter(|payload| !payload.is_empty());
        let body = sse(events.map(str::to_owned));
        let (peak, end) = read(&wire, body, LIMIT);
        let start = payload.get(..payload.len().min(160)).unwrap_or_default();
        assert!(peak <= MAX_PEAK, "{}: {peak} bytes for {start}", wire.name());
        assert!(end.is_some(), "{}: {start} is no whole reply", wire.name());
    }
}

#[test]
fn a_list_of_small_things_stays_small_wherever_a_chat_has_one() {
    for (before, begin, end) in CHAT {
        for item in ITEMS {
            check("chat-completions", before, &event(begin, item, end));
        }
    }
}

#[test]
fn a_list_of_small_things_stays_small_wherever_a_response_has_one() {
    for (before, begin, end) in RESPONSES {
        for item in ITEMS {
            let payload = event(begin, item, end);
            for wire in wires("responses") {
                let events = [*before, &payload].into_iter().filter(|one| !one.is_empty());
                let (peak, _) = read(&wire, sse(events.map(str::to_owned)), LIMIT);
                let start = payload.get(..160).unwrap_or_default();
                assert!(peak <= MAX_PEAK, "{}: {peak} bytes for {start}", wire.name());
            }
        }
    }
}

#[test]
fn a_list_of_small_things_stays_small_wherever_a_message_has_one() {
    for (before, begin, end) in MESSAGES {
        for item in ITEMS {
            check("anthropic-messages", before, &event(begin, item, end));
        }
    }
}

#[test]
fn an_object_of_small_members_stays_small_where_members_are_kept() {
    let member = r#""~":1"#;
    for (format, before, begin, end) in [
        (
            "anthropic-messages",
            "",
            r#"{"type":"message_delta","delta":{},"usage":{"server_tool_use":{"#,
            "}}}",
        ),
        (
            "anthropic-messages",
            r#"{"type":"content_block_start","index":0,"content_block":{"type":"sparkle"}}"#,
            r#"{"type":"content_block_delta","index":0,"delta":{"type":"sparkle_delta","#,
            "}}",
        ),
        (
            "chat-completions",
            "",
            r#"{"choices":[{"delta":{"reasoning_details":[{"type":"reasoning.text","text":"a","#,
            "}]}}]}",
        ),
        ("chat-completions", "", r#"{"error":{"#, "}}"),
        ("responses", "", r#"{"type":"error","error":{"#, "}}"),
    ] {
        check(format, before, &event(begin, member, end));
    }
}
