//! Tool calls, in every way they come.

use super::*;
use kei_router_core::{PartKind, ToolCall};

/// The calls that a stream of these pieces makes; each is an item of `tool_calls`.
fn calls(deltas: &[&str]) -> Vec<ToolCall> {
    let deltas: Vec<_> = deltas.iter().map(|d| delta(&format!(r#""tool_calls":[{d}]"#))).collect();
    of(&deltas)
}

fn of(deltas: &[String]) -> Vec<ToolCall> {
    let lines: Vec<_> = deltas.iter().map(String::as_str).chain([CALLS, DONE]).collect();
    let played = strict(&lines);
    let finish = played.finish().unwrap();
    let parts = finish.message.content.parts().iter();
    let calls: Vec<_> = parts
        .filter_map(|part| match &part.kind {
            PartKind::ToolCall(call) => Some(call.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(finish.reason.as_str(), "tool_use");
    let told = |event: &StreamEvent| match event {
        StreamEvent::ToolCall(call) => Some(ToolCall::clone(call)),
        _ => None,
    };
    assert_eq!(played.events.iter().filter_map(told).collect::<Vec<_>>(), calls);
    calls
}

fn call(id: &str, name: &str, arguments: &str) -> ToolCall {
    ToolCall { call_id: id.into(), name: name.into(), arguments: arguments.into() }
}

#[test]
fn pieces_of_one_call_are_joined() {
    let whole = [call("1", "f", r#"{"a":1}"#)];
    let (open, rest) = (r#"{\"a\""#, r#":1}"#);
    let first = format!(r#"{{"index":0,"id":"1","function":{{"name":"f","arguments":"{open}"}}}}"#);
    let same = |head: &str| format!(r#"{{{head}"function":{{"arguments":"{rest}"}}}}"#);
    let repeat =
        format!(r#"{{"index":0,"id":"1","function":{{"name":"f","arguments":"{rest}"}}}}"#);
    let seconds = [
        same(r#""index":0,"#),
        same(r#""index":0,"id":"","#),
        same(r#""index":"0","id":null,"#),
        same(r#""index":0,"id":"another","#),
        same(r#""id":"1","#),
        same(""),
        repeat,
        format!(r#"{{"index":0,"function":{{"name":"","arguments":"{rest}"}}}}"#),
    ];
    for second in seconds {
        assert_eq!(calls(&[&first, &second]), whole, "{second}");
    }
}

#[test]
fn events_are_a_start_increments_and_the_call() {
    let first =
        delta(r#""tool_calls":[{"index":0,"id":"1","function":{"name":"f","arguments":""}}]"#);
    let second = delta(r#""tool_calls":[{"index":0,"function":{"arguments":"{}"}}]"#);
    let played = strict(&[&first, &second, CALLS, DONE]);
    let fragment = StreamEvent::ToolCallDelta { call_id: "1".into(), fragment: "{}".into() };
    let start = StreamEvent::ToolCallStart { call_id: "1".into(), name: "f".into() };
    assert_eq!(
        pieces(&played),
        [start, fragment, StreamEvent::ToolCall(Box::new(call("1", "f", "{}")))]
    );
}

#[test]
fn a_whole_call_may_come_in_any_shape() {
    let whole = [call("1", "f", r#"{"a":1}"#)];
    let shapes = [
        r#"{"index":0,"id":"1","function":{"name":"f","arguments":"{\"a\":1}"}}"#,
        r#"{"id":"1","function":{"name":"f","arguments":{"a":1}}}"#,
        r#"{"id":"1","type":"custom","custom":{"name":"f","input":"{\"a\":1}"}}"#,
    ];
    for shape in shapes {
        assert_eq!(calls(&[shape]), whole, "{shape}");
        assert_eq!(calls(&[shape, shape]), whole, "said twice: {shape}");
    }
    let bare = delta(&format!(r#""tool_calls":{}"#, shapes[0]));
    assert_eq!(of(&[bare]), whole);
}

#[test]
fn a_call_may_have_no_arguments() {
    for arguments in ["", r#","arguments":"""#, r#","arguments":null"#] {
        let piece = format!(r#"{{"index":0,"id":"1","function":{{"name":"f"{arguments}}}}}"#);
        let calls = calls(&[&piece]);
        assert_eq!(calls, [call("1", "f", "")]);
        assert_eq!(calls[0].json(), "{}");
    }
}

#[test]
fn calls_may_interleave() {
    let calls = calls(&[
        r#"{"index":0,"id":"1","function":{"name":"f","arguments":"{"}},{"index":1,"id":"2","function":{"name":"g"}}"#,
        r#"{"index":1,"function":{"arguments":"{"}},{"index":0,"function":{"arguments":"}"}}"#,
        r#"{"index":1,"function":{"arguments":"}"}}"#,
    ]);
    assert_eq!(calls, [call("1", "f", "{}"), call("2", "g", "{}")]);
}

#[test]
fn calls_that_share_an_index_are_told_apart() {
    let two = |a: &str, b: &str| calls(&[a, b]).len();
    let whole = |id: &str, index: &str, name: &str| {
        format!(r#"{{{index}{id}"function":{{"name":"{name}","arguments":"{{}}"}}}}"#)
    };
    let zero = r#""index":0,"#;
    assert_eq!(two(&whole(r#""id":"1","#, zero, "f"), &whole(r#""id":"2","#, zero, "f")), 2);
    assert_eq!(two(&whole("", zero, "f"), &whole("", zero, "f")), 2);
    assert_eq!(two(&whole("", "", "f"), &whole("", "", "g")), 2);
    assert_eq!(two(&whole(r#""id":"1","#, "", "f"), &whole(r#""id":"2","#, "", "f")), 2);
    let both = r#"{"function":{"name":"f"}},{"function":{"name":"f"}}"#;
    assert_eq!(calls(&[both]).len(), 2);
}

#[test]
fn missing_and_repeated_ids_are_made_up() {
    let piece = |index: u8, id: &str| {
        format!(r#"{{"index":{index},{id}"function":{{"name":"f","arguments":"{{}}"}}}}"#)
    };
    let made = calls(&[&piece(0, ""), &piece(1, r#""id":"x","#), &piece(2, r#""id":"x","#)]);
    let ids: Vec<_> = made.iter().map(|call| call.call_id.as_str()).collect();
    assert_eq!(ids, ["call_0", "x", "call_2"]);
}

#[test]
fn a_call_waits_for_its_name() {
    let late = [
        r#"{"index":0,"id":"1","function":{"arguments":"{\"a\""}}"#,
        r#"{"index":0,"function":{"arguments":":"}}"#,
        r#"{"index":0,"function":{"name":"f","arguments":"1}"}}"#,
    ];
    assert_eq!(calls(&late), [call("1", "f", r#"{"a":1}"#)]);
    let nameless = delta(r#""tool_calls":[{"index":0,"function":{"arguments":"{}"}}]"#);
    let played = strict(&[TEXT, &nameless, STOP, DONE]);
    assert_eq!((pieces(&played).len(), subjects(&played)), (2, vec!["tool_call"]));
    let long = "x".repeat(1 << 16);
    let flood = delta(&format!(r#""tool_calls":[{{"function":{{"arguments":"{long}"}}}}]"#));
    let error = strict(&[flood.as_str(); 20]).error.unwrap();
    assert_eq!(error.kind(), kei_router_core::ErrorKind::TooLarge);
}

#[test]
fn the_older_form_is_one_call() {
    let older = |function: &str| delta(&format!(r#""function_call":{function}"#));
    let pieces = [older(r#"{"name":"f","arguments":"{"}"#), older(r#"{"arguments":"}"}"#)];
    assert_eq!(of(&pieces), [call("call_0", "f", "{}")]);
    let both = delta(
        r#""tool_calls":[{"index":0,"id":"1","function":{"name":"f","arguments":"{}"}}],"function_call":{"name":"f","arguments":"{}"}"#,
    );
    assert_eq!(of(&[both]), [call("1", "f", "{}")]);
}

#[test]
fn a_turn_that_calls_stops_for_it_whatever_the_word() {
    let piece = delta(r#""tool_calls":[{"index":0,"id":"1","function":{"name":"f"}}]"#);
    let finish = strict(&[&piece, STOP, DONE]).finish().unwrap().reason.clone();
    assert_eq!((finish.as_str(), finish.word.as_str()), ("tool_use", "stop"));
}

#[test]
fn calls_are_bounded() {
    let flood: String = (0..5000)
        .map(|at| {
            format!(r#"data: {{"choices":[{{"delta":{{"tool_calls":[{{"index":{at}}}]}}}}]}}"#)
                + "\n\n"
        })
        .collect();
    let error = play(&vendor(Dialect::PLAIN), false, &flood).error.unwrap();
    assert_eq!(error.kind(), kei_router_core::ErrorKind::TooLarge);
}
