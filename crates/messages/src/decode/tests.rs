//! Streams as servers send them, orderly ones and odd ones.

mod document;
mod halves;
mod oddities;
mod parts;

use crate::sample::{START, finish, replay, reply, stream};
use kei_router_core::{ErrorKind, FinishKind, LlmError, Part, PartKind, StreamEvent, WarningKind};

const END: &str = r#"{"type":"message_delta","delta":{"stop_reason":"end_turn"},
"usage":{"output_tokens":7,"output_tokens_details":{"thinking_tokens":2}}}"#;

fn tokens(events: &[StreamEvent]) -> Vec<&str> {
    let texts = events.iter().filter_map(|event| match event {
        StreamEvent::Token(text) => Some(text.as_str()),
        _ => None,
    });
    texts.collect()
}

fn parts(events: &[StreamEvent]) -> &[Part] {
    finish(events).message.content.parts()
}

fn warnings(events: &[StreamEvent]) -> Vec<(WarningKind, &str)> {
    let warnings = events.iter().filter_map(|event| match event {
        StreamEvent::Warning(warning) => Some((warning.kind, warning.subject.as_str())),
        _ => None,
    });
    warnings.collect()
}

fn start(index: u32, block: &str) -> String {
    format!(r#"{{"type":"content_block_start","index":{index},"content_block":{block}}}"#)
}

fn delta(index: u32, delta: &str) -> String {
    format!(r#"{{"type":"content_block_delta","index":{index},"delta":{delta}}}"#)
}

fn stop(index: u32) -> String {
    format!(r#"{{"type":"content_block_stop","index":{index}}}"#)
}

fn text(index: u32, text: &str) -> String {
    delta(index, &format!(r#"{{"type":"text_delta","text":"{text}"}}"#))
}

fn input(index: u32, fragment: &str) -> String {
    delta(index, &format!(r#"{{"type":"input_json_delta","partial_json":{fragment:?}}}"#))
}

/// A whole reply of these payloads, and its end.
fn turn(payloads: &[String]) -> Vec<StreamEvent> {
    let payloads: Vec<&str> = payloads.iter().map(String::as_str).chain([END]).collect();
    reply(&payloads)
}

fn failure(body: &str) -> LlmError {
    replay(body).pop().unwrap().unwrap_err()
}

#[test]
fn text_arrives_in_pieces_and_as_a_whole() {
    let events = turn(&[
        start(0, r#"{"type":"text","text":"A"}"#),
        text(0, "b\\u00e9"),
        r#"{"type": "ping"}"#.to_owned(),
        text(0, ""),
        text(0, "c"),
        stop(0),
        start(1, r#"{"type":"text","text":""}"#),
        text(1, "d"),
        stop(1),
    ]);
    assert_eq!(tokens(&events), ["A", "bé", "c", "d"]);
    assert_eq!(parts(&events), [Part::text("Abéc"), Part::text("d")]);
    let finish = finish(&events);
    assert_eq!(finish.reason.kind, FinishKind::Stop);
    assert_eq!(finish.reason.word, "end_turn");
    assert_eq!(finish.id.as_deref(), Some("msg_1"));
}

#[test]
fn usage_is_a_running_total_with_cached_tokens_in_the_input() {
    let events = reply(&[END]);
    let usage = finish(&events).usage;
    assert_eq!((usage.input, usage.output), (Some(17), Some(7)));
    assert_eq!((usage.cache_read, usage.cache_write), (Some(3), Some(4)));
    assert_eq!((usage.cache_write_1h, usage.reasoning), (Some(1), Some(2)));
    // $1, $5, $0.10, $1.25 and $2 per million: 10 + 7 x 5 + 3 x 0.1 + 3 x 1.25 + 1 x 2.
    assert_eq!(finish(&events).cost, Some(5_105));
    let told = |event: &&StreamEvent| matches!(event, StreamEvent::Usage(_));
    assert_eq!(events.iter().filter(told).count(), 2);
}

#[test]
fn the_last_word_on_a_count_holds_and_what_is_none_takes_no_count_back() {
    let events = reply(&[r#"{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":
        {"input_tokens":0,"cache_creation_input_tokens":null,"output_tokens":"?"}}"#]);
    let usage = finish(&events).usage;
    assert_eq!((usage.input, usage.cache_write, usage.output), (Some(7), Some(4), Some(1)));
    let events = reply(&[r#"{"type":"message_delta","usage":{"input_tokens":20}}"#]);
    assert_eq!(finish(&events).usage.input, Some(27));
}

#[test]
fn the_usage_of_a_turn_in_steps_is_their_sum() {
    let events = reply(&[r#"{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":
        {"input_tokens":1,"output_tokens":2,"iterations":[
        {"type":"message","input_tokens":10,"output_tokens":20,"cache_read_input_tokens":0,
         "cache_creation_input_tokens":5,"cache_creation":{"ephemeral_1h_input_tokens":5}},
        {"type":"compaction","input_tokens":100,"output_tokens":200},
        "odd"]}}"#]);
    let usage = finish(&events).usage;
    assert_eq!((usage.input, usage.output), (Some(115), Some(220)));
    assert_eq!((usage.cache_write, usage.cache_write_1h), (Some(5), Some(5)));
}

#[test]
fn reasoning_keeps_its_signature() {
    let events = turn(&[
        start(0, r#"{"type":"thinking","thinking":"","signature":""}"#),
        delta(0, r#"{"type":"thinking_delta","thinking":"hm"}"#),
        delta(0, r#"{"type":"signature_delta","signature":"sig"}"#),
        stop(0),
        start(1, r#"{"type":"thinking","thinking":"","signature":""}"#),
        delta(1, r#"{"type":"signature_delta","signature":"hidden"}"#),
        stop(1),
        start(2, r#"{"type":"redacted_thinking","data":"secret"}"#),
        stop(2),
    ]);
    let read = parts(&events).iter().map(|part| match &part.kind {
        PartKind::Reasoning(r) => (r.text.as_str(), r.signature.as_deref(), r.redacted.as_deref()),
        other => panic!("{other:?}"),
    });
    let want = [("hm", Some("sig"), None), ("", Some("hidden"), None), ("", None, Some("secret"))];
    assert_eq!(read.collect::<Vec<_>>(), want);
    assert!(events.contains(&StreamEvent::Reasoning("hm".to_owned())));
}

#[test]
fn calls_start_grow_and_end() {
    let events = turn(&[
        start(1, r#"{"type":"tool_use","id":"toolu_1","name":"f","input":{}}"#),
        input(1, ""),
        input(1, "{\"a\""),
        input(1, ":1}"),
        stop(1),
        start(2, r#"{"type":"tool_use","id":"toolu_2","name":"g"}"#),
        input(2, ""),
        stop(2),
    ]);
    let calls = [Part::tool_call("toolu_1", "f", "{\"a\":1}"), Part::tool_call("toolu_2", "g", "")];
    assert_eq!(parts(&events), calls);
    let deltas = events.iter().filter(|e| matches!(e, StreamEvent::ToolCallDelta { .. }));
    assert_eq!(deltas.count(), 2);
    assert_eq!(finish(&events).reason.as_str(), "tool_use");
    let place = |want: fn(&StreamEvent) -> bool| events.iter().position(want).unwrap();
    let ended = place(|e| matches!(e, StreamEvent::ToolCall(c) if c.call_id == "toolu_1"));
    let began =
        place(|e| matches!(e, StreamEvent::ToolCallStart { call_id, .. } if call_id == "toolu_2"));
    assert!(ended < began, "a call ends where its block ends");
}

#[test]
fn a_call_that_a_limit_cuts_is_not_to_be_run() {
    let call = start(0, r#"{"type":"tool_use","id":"t","name":"f","input":{}}"#);
    let end =
        |word: &str| format!(r#"{{"type":"message_delta","delta":{{"stop_reason":"{word}"}}}}"#);
    let ends = |fragment: &str, word: &str| {
        let events = reply(&[&call, &input(0, fragment), &stop(0), &end(word)]);
        assert_eq!(parts(&events), [Part::tool_call("t", "f", fragment)]);
        finish(&events).reason.as_str()
    };
    for cut in ["", "{\"a\":"] {
        assert_eq!(ends(cut, "max_tokens"), "length");
        assert_eq!(ends(cut, "tool_use"), "tool_use");
    }
    assert_eq!(ends("{}", "max_tokens"), "tool_use");
}

#[test]
fn an_input_that_comes_whole_is_not_taken_twice() {
    let block = r#"{"type":"tool_use","id":"t","name":"f","input":{"a": 1}}"#;
    let alone = turn(&[start(0, block), stop(0)]);
    let repeated = turn(&[start(0, block), input(0, "{\"a\": 1}"), stop(0)]);
    for events in [alone, repeated] {
        assert_eq!(parts(&events), [Part::tool_call("t", "f", "{\"a\": 1}")]);
    }
}

#[test]
fn blocks_may_interleave_and_lack_their_ends() {
    let events = turn(&[
        start(0, r#"{"type":"tool_use","id":"a","name":"f","input":{}}"#),
        start(1, r#"{"type":"tool_use","id":"b","name":"f","input":{}}"#),
        input(0, "[0]"),
        input(1, "[1]"),
    ]);
    let calls = [Part::tool_call("a", "f", "[0]"), Part::tool_call("b", "f", "[1]")];
    assert_eq!(parts(&events), calls);
}

#[test]
fn blocks_of_the_servers_tools_are_kept_verbatim() {
    let result = r#"{"type":"web_search_tool_result","tool_use_id":"s","content":[{"z":1.50}]}"#;
    let events = turn(&[
        start(0, r#"{"type":"server_tool_use","id":"s","name":"web_search","input":{}}"#),
        input(0, "{\"query\":"),
        input(0, "\"x\"}"),
        stop(0),
        start(1, result),
        stop(1),
        start(2, r#"{"type":"compaction","content":null}"#),
        delta(2, r#"{"type":"compaction_delta","content":"so ","tool_changes":[]}"#),
        delta(2, r#"{"type":"compaction_delta","content":"far"}"#),
        stop(2),
        start(3, r#"{"type":"hologram","data":[]}"#),
    ]);
    let kept = [
        r#"{"type":"server_tool_use","id":"s","name":"web_search","input":{"query":"x"}}"#,
        result,
        r#"{"type":"compaction","content":"so far","tool_changes":[]}"#,
        r#"{"type":"hologram","data":[]}"#,
    ];
    assert_eq!(parts(&events), kept.map(|json| Part::opaque("sample", json)));
    assert_eq!(finish(&events).reason.kind, FinishKind::Stop);
}

#[test]
fn citations_are_read_and_kept() {
    let raw = r#"{"type":"char_location","cited_text":"q","document_title":"T","title":null}"#;
    let web = r#"{"url":"https://a","title":"A","cited_text":"w"}"#;
    let events = turn(&[
        start(0, &format!(r#"{{"type":"text","text":"","citations":[{web}]}}"#)),
        delta(0, &format!(r#"{{"type":"citations_delta","citation":{raw}}}"#)),
        delta(0, r#"{"type":"citations_delta","citation":null}"#),
    ]);
    let cited: Vec<_> = events
        .iter()
        .filter_map(|event| match event {
            StreamEvent::Citation(c) => Some((c.url.as_deref(), c.title.as_deref(), &*c.json)),
            _ => None,
        })
        .collect();
    assert_eq!(cited, [(Some("https://a"), Some("A"), web), (None, Some("T"), raw)]);
}

#[test]
fn every_reason_to_stop_has_its_kind() {
    let table = [
        ("end_turn", FinishKind::Stop),
        ("stop_sequence", FinishKind::Stop),
        ("max_tokens", FinishKind::Length),
        ("model_context_window_exceeded", FinishKind::Length),
        ("tool_use", FinishKind::ToolUse),
        ("pause_turn", FinishKind::Pause),
        ("refusal", FinishKind::Refusal),
        ("compaction", FinishKind::Pause),
        ("a_word_of_tomorrow", FinishKind::Other),
        // The dialect's own word.
        ("sample_limit", FinishKind::Length),
    ];
    for (word, kind) in table {
        let delta = format!(r#"{{"type":"message_delta","delta":{{"stop_reason":"{word}"}}}}"#);
        // A later one without a reason changes nothing.
        let events = reply(&[&delta, r#"{"type":"message_delta","delta":{"stop_reason":null}}"#]);
        let reason = &finish(&events).reason;
        assert_eq!((reason.kind, reason.word.as_str()), (kind, word));
    }
}

#[test]
fn a_refusal_says_why() {
    let events = reply(&[r#"{"type":"message_delta","delta":{"stop_reason":"refusal",
        "stop_details":{"type":"refusal","category":"cyber","explanation":null}}}"#]);
    assert_eq!(warnings(&events), [(WarningKind::Vendor, "refusal")]);
}

#[test]
fn a_message_that_starts_twice_starts_once() {
    let again = START.replace("\"input_tokens\":10", "\"input_tokens\":99");
    let events = turn(&[again, text(0, "a"), START.to_owned(), text(0, "b")]);
    assert_eq!(parts(&events), [Part::text("ab")]);
    assert_eq!(finish(&events).usage.input, Some(17));
    assert!(warnings(&events).is_empty());
}

#[test]
fn a_gateways_own_start_gives_way_to_the_vendors_counts() {
    let empty = r#"{"type":"message_start","message":{"id":"gw","usage":{"input_tokens":0}}}"#;
    let body = stream(&[empty, START, END, r#"{"type":"message_stop"}"#]);
    let events: Vec<_> = replay(&body).into_iter().map(Result::unwrap).collect();
    assert_eq!(finish(&events).usage.input, Some(17));
    assert_eq!(finish(&events).model, "sample-1-20251001");
}

#[test]
fn a_message_inside_another_keeps_its_blocks_apart() {
    let second = START.replace("msg_1", "msg_2");
    let events = turn(&[text(0, "a"), second, text(0, "b")]);
    assert_eq!(parts(&events), [Part::text("a"), Part::text("b")]);
    assert_eq!(warnings(&events), [(WarningKind::Vendor, "message_start")]);
    assert_eq!(finish(&events).id.as_deref(), Some("msg_1"));
}

#[test]
fn a_message_may_start_with_whole_blocks() {
    let content = r#"[{"type":"code_execution_tool_result","content":{}},
        {"type":"tool_use","id":"t","name":"f","input":{"a":1}}]"#;
    let start = format!(
        r#"{{"type":"message_start","message":{{"id":"m","model":"claude-sonnet-4-5",
        "content":{content},"stop_reason":"tool_use","usage":{{}}}}}}"#
    );
    let body = stream(&[&start, r#"{"type":"message_stop"}"#]);
    let events: Vec<_> = replay(&body).into_iter().map(Result::unwrap).collect();
    let kept = r#"{"type":"code_execution_tool_result","content":{}}"#;
    let want = [Part::opaque("sample", kept), Part::tool_call("t", "f", r#"{"a":1}"#)];
    assert_eq!(parts(&events), want);
    assert_eq!(finish(&events).reason.word, "tool_use");
}

#[test]
fn what_is_unknown_is_passed_over() {
    let events = turn(&[
        r#"{"type":"sparkle","index":{}}"#.to_owned(),
        delta(0, r#"{"type":"sparkle_delta","text":"no"}"#),
        start(0, r#"{"no":"type"}"#),
        start(0, "7"),
        r#"{"type":"content_block_start","index":0,"content_block":null}"#.to_owned(),
        "[DONE]".to_owned(),
        r#"{"delta":null}"#.to_owned(),
        text(0, "a"),
    ]);
    assert_eq!(tokens(&events), ["a"]);
    let garbage = "event: novelty\ndata: {garbage\n\nevent: ping\ndata: x\n\n";
    let body = garbage.to_owned() + &stream(&[START, r#"{"type":"message_stop"}"#]);
    assert_eq!(replay(&body).pop().unwrap().unwrap(), StreamEvent::Done);
}

#[test]
fn the_type_in_the_payload_says_what_an_event_is() {
    let body = stream(&[START])
        + "event: data\ndata: {\"type\":\"content_block_delta\",\"index\":0,\
           \"delta\":{\"type\":\"text_delta\",\"text\":\"a\"}}\n\n\
           event: message_stop\ndata: {}\n\nevent: data\ndata: [DONE]\n\n";
    let events: Vec<_> = replay(&body).into_iter().map(Result::unwrap).collect();
    assert_eq!(tokens(&events), ["a"]);
}

#[test]
fn nothing_but_message_stop_proves_the_end() {
    for last in [END, "[DONE]", &stop(0)] {
        let body = stream(&[START, &text(0, "a"), END, last]);
        let error = failure(&body);
        assert_eq!(error.kind(), ErrorKind::Truncated, "{last}");
        let partial = error.partial().unwrap();
        assert_eq!(partial.message.content.text(), "a");
        assert_eq!(partial.usage.output, Some(7));
    }
}

#[test]
fn malformed_json_in_a_known_event_is_an_error() {
    for event in ["content_block_delta", "message_delta", "message_start", "message"] {
        let body = format!("event: {event}\ndata: {{\"type\":\"content_block_de\n\n");
        assert_eq!(failure(&body).kind(), ErrorKind::Corrupt, "{event}");
    }
}

#[test]
fn an_error_in_mid_stream_is_the_typed_error() {
    let error = r#"{"type":"error","error":{"type":"overloaded_error","message":"m"},"request_id":"req_9"}"#;
    let bare = error.replacen(r#""type":"error","#, "", 1);
    for body in [
        format!("event: error\ndata: {error}\n\n"),
        format!("data: {error}\n\n"),
        format!("data: {bare}\n\n"),
    ] {
        let error = failure(&(stream(&[START, &text(0, "a")]) + &body));
        assert_eq!(error.kind(), ErrorKind::ServiceUnavailable, "{body}");
        assert_eq!(error.code(), Some("overloaded_error"));
        assert_eq!(error.request_id(), Some("req_9"));
        assert_eq!(error.partial().unwrap().message.content.text(), "a");
    }
    let garbage = failure("event: error\ndata: upstream died\n\n");
    assert_eq!((garbage.kind(), garbage.body()), (ErrorKind::Upstream, Some("upstream died")));
}
