//! Streams of Responses, as `api.openai.com` frames them.

use crate::words::{arguments, named, text as words};

const MESSAGE: &str = "msg_0123456789abcdef0123456789abcdef0001";
const CALL: &str = "fc_0123456789abcdef0123456789abcdef0001";
const REASONING: &str = "rs_0123456789abcdef0123456789abcdef0001";

/// Events whose place in the stream is not known yet: a name, and the members of the payload.
type Events = Vec<(&'static str, String)>;

/// A reply of text.
pub(crate) fn text(tokens: usize) -> String {
    let (events, item) = message(0, tokens);
    stream(events, &item)
}

/// A reply of one tool call.
pub(crate) fn tools(tokens: usize) -> String {
    let all: String = arguments(tokens).collect();
    let item = |status: &str, arguments: &str| {
        format!(
            r#"{{"id":"{CALL}","type":"function_call","status":"{status}","arguments":"{arguments}","call_id":"call_DeterministicCall0001","name":"read"}}"#
        )
    };
    let at = format!(r#""item_id":"{CALL}","output_index":0"#);
    let mut events = vec![added(0, &item("in_progress", ""))];
    events.extend(arguments(tokens).map(|piece| {
        let members = format!(r#"{at},"delta":"{piece}","obfuscation":"AbCdEfGh""#);
        ("response.function_call_arguments.delta", members)
    }));
    let members = format!(r#"{at},"arguments":"{all}""#);
    events.push(("response.function_call_arguments.done", members));
    let item = item("completed", &all);
    events.push(done(0, &item));
    stream(events, &item)
}

/// A reply of reasoning, and a word of text.
pub(crate) fn reasoning(tokens: usize) -> String {
    let all: String = words(tokens).collect();
    let item = |summary: &str| {
        format!(r#"{{"id":"{REASONING}","type":"reasoning","summary":[{summary}]}}"#)
    };
    let part = |text: &str| format!(r#"{{"type":"summary_text","text":"{text}"}}"#);
    let at = format!(r#""item_id":"{REASONING}","output_index":0,"summary_index":0"#);
    let mut events = vec![
        added(0, &item("")),
        ("response.reasoning_summary_part.added", format!(r#"{at},"part":{}"#, part(""))),
    ];
    events.extend(words(tokens).map(|piece| {
        let members = format!(r#"{at},"delta":"{piece}","obfuscation":"AbCdEfGh""#);
        ("response.reasoning_summary_text.delta", members)
    }));
    events.push(("response.reasoning_summary_text.done", format!(r#"{at},"text":"{all}""#)));
    events.push(("response.reasoning_summary_part.done", format!(r#"{at},"part":{}"#, part(&all))));
    let item = item(&part(&all));
    events.push(done(0, &item));
    let (more, message) = message(1, 1);
    events.extend(more);
    stream(events, &format!("{item},{message}"))
}

/// The events of a message, and the whole of it.
fn message(index: usize, tokens: usize) -> (Events, String) {
    let all: String = words(tokens).collect();
    let item = |status: &str, content: &str| {
        format!(
            r#"{{"id":"{MESSAGE}","type":"message","status":"{status}","content":[{content}],"role":"assistant"}}"#
        )
    };
    let part = |text: &str| {
        format!(r#"{{"type":"output_text","annotations":[],"logprobs":[],"text":"{text}"}}"#)
    };
    let at = format!(r#""item_id":"{MESSAGE}","output_index":{index},"content_index":0"#);
    let mut events = vec![
        added(index, &item("in_progress", "")),
        ("response.content_part.added", format!(r#"{at},"part":{}"#, part(""))),
    ];
    events.extend(words(tokens).map(|piece| {
        let members = format!(r#"{at},"delta":"{piece}","logprobs":[],"obfuscation":"AbCdEfGh""#);
        ("response.output_text.delta", members)
    }));
    events.push(("response.output_text.done", format!(r#"{at},"text":"{all}","logprobs":[]"#)));
    events.push(("response.content_part.done", format!(r#"{at},"part":{}"#, part(&all))));
    let item = item("completed", &part(&all));
    events.push(done(index, &item));
    (events, item)
}

fn added(index: usize, item: &str) -> (&'static str, String) {
    ("response.output_item.added", format!(r#""output_index":{index},"item":{item}"#))
}

fn done(index: usize, item: &str) -> (&'static str, String) {
    ("response.output_item.done", format!(r#""output_index":{index},"item":{item}"#))
}

fn stream(items: Events, output: &str) -> String {
    let response = |status: &str, output: &str, usage: &str| {
        format!(
            r#""response":{{"id":"resp_0123456789abcdef0123456789abcdef0001","object":"response","created_at":1764000000,"status":"{status}","background":false,"error":null,"incomplete_details":null,"instructions":null,"max_output_tokens":null,"model":"gpt-5-2025-08-07","output":[{output}],"parallel_tool_calls":true,"previous_response_id":null,"service_tier":"default","store":false,"temperature":1.0,"tool_choice":"auto","tools":[],"top_p":1.0,"truncation":"disabled","usage":{usage},"user":null,"metadata":{{}}}}"#
        )
    };
    let usage = r#"{"input_tokens":25,"input_tokens_details":{"cached_tokens":0},"output_tokens":100,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":125}"#;
    let begun = response("in_progress", "", "null");
    let mut events = vec![("response.created", begun.clone()), ("response.in_progress", begun)];
    events.extend(items);
    events.push(("response.completed", response("completed", output, usage)));
    let numbered = events.into_iter().enumerate().map(|(number, (name, members))| {
        (name, format!(r#"{{"type":"{name}","sequence_number":{number},{members}}}"#))
    });
    named(numbered)
}
