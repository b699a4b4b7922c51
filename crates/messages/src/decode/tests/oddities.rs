//! What gateways do to the wire.

use super::*;

#[test]
fn an_event_with_empty_data_is_passed_over() {
    for event in ["content_block_delta", "message_stop", "message", "ping"] {
        let empty = format!("event: {event}\ndata:\n\nevent: {event}\ndata:  \n\n");
        let body = stream(&[START, &text(0, "a")]) + &empty + &stream(&[END]);
        assert_eq!(failure(&body).kind(), ErrorKind::Truncated, "{event}: it is no proof");
        let events: Vec<_> = replay(&(body + &stream(&[r#"{"type":"message_stop"}"#])));
        let events: Vec<_> = events.into_iter().map(Result::unwrap).collect();
        assert_eq!(tokens(&events), ["a"], "{event}");
    }
}

#[test]
fn a_message_that_begins_inside_an_open_block_is_an_error() {
    let second = START.replace("msg_1", "msg_2");
    let cut = [
        vec![start(0, r#"{"type":"text","text":"a"}"#)],
        vec![start(0, r#"{"type":"tool_use","id":"t","name":"f","input":{}}"#), input(0, "{\"a")],
        vec![start(0, r#"{"type":"text","text":"a"}"#), stop(0), start(1, r#"{"type":"x"}"#)],
    ];
    for opened in cut {
        let mut frames = vec![START.to_owned()];
        frames.extend(opened);
        frames.extend([second.clone(), text(0, "b")]);
        let frames: Vec<&str> = frames.iter().map(String::as_str).collect();
        let error = failure(&stream(&frames));
        assert_eq!(error.kind(), ErrorKind::Corrupt, "{frames:?}");
        assert!(!error.partial().unwrap().message.content.parts().is_empty(), "{frames:?}");
    }
    // Between two blocks it goes on, as before.
    let whole = [start(0, r#"{"type":"text","text":"a"}"#), stop(0), second, text(0, "b")];
    assert_eq!(parts(&turn(&whole)), [Part::text("a"), Part::text("b")]);
}

#[test]
fn a_later_signature_replaces_the_one_before() {
    let events = turn(&[
        start(0, r#"{"type":"thinking","thinking":"hm","signature":"early"}"#),
        delta(0, r#"{"type":"signature_delta","signature":"late"}"#),
        stop(0),
    ]);
    let [Part { kind: PartKind::Reasoning(reasoning), .. }] = parts(&events) else {
        panic!("{events:?}");
    };
    assert_eq!(reasoning.signature.as_deref(), Some("late"));
}

#[test]
fn a_refusal_and_a_filter_stand_beside_whole_calls() {
    let call = start(0, r#"{"type":"tool_use","id":"t","name":"f","input":{}}"#);
    for (word, kind) in [
        ("refusal", FinishKind::Refusal),
        ("max_tokens", FinishKind::ToolUse),
        ("end_turn", FinishKind::ToolUse),
    ] {
        let end = format!(r#"{{"type":"message_delta","delta":{{"stop_reason":"{word}"}}}}"#);
        let events = reply(&[&call, &input(0, "{\"a\":1}"), &stop(0), &end]);
        assert_eq!(finish(&events).reason.kind, kind, "{word}");
        assert_eq!(parts(&events), [Part::tool_call("t", "f", "{\"a\":1}")], "{word}");
    }
}
