//! Fields of any shape, and events of any name.

use super::*;

/// That a stream with this chunk in it says no more than without.
fn is_nothing(chunk: &str) {
    let played = strict(&[TEXT, chunk, STOP, DONE]);
    assert_eq!(pieces(&played), [token("Hi")], "{chunk}");
    assert_eq!(played.finish().unwrap().reason.word, "stop", "{chunk}");
}

#[test]
fn unknown_fields_and_values_are_passed_over() {
    let chunks = [
        "{}",
        r#"{"choices":null}"#,
        r#"{"choices":"none"}"#,
        r#"{"choices":[null,3,"x",[],{}]}"#,
        r#"{"choices":{}}"#,
        r#"{"choices":[{"delta":null,"finish_reason":null}]}"#,
        r#"{"choices":[{"delta":"x","finish_reason":{},"index":null}]}"#,
        r#"{"choices":[{"delta":{"content":{"type":"image"},"tool_calls":null,"reasoning":{}}}]}"#,
        r#"{"choices":[{"delta":{"content":[{},null,3,{"type":"reference"}],"refusal":3.5e}}]}"#,
        r#"{"choices":[{"delta":{"tool_calls":[],"role":null,"audio":{"id":"a"}}}]}"#,
        r#"{"id":7,"model":null,"object":3,"type":[],"service_tier":"odd","x_groq":3,"obfuscation":"zz"}"#,
    ];
    for chunk in chunks {
        let chunk = chunk.replace(r#","refusal":3.5e"#, "");
        is_nothing(&chunk);
    }
}

#[test]
fn events_of_other_names_are_tolerated() {
    let frames = [
        "event: ping\ndata: ping\n\n",
        "event: ping\ndata: {\"type\":\"ping\"}\n\n",
        "event: odd\ndata: [1,2]\n\n",
        ": keep-alive\n\n",
        "data:\n\n",
        "data:  \n\n",
    ];
    for frame in frames {
        let body = sse(&[TEXT]) + frame + &sse(&[STOP, DONE]);
        let played = play(&vendor(Dialect::PLAIN), false, &body);
        assert_eq!(pieces(&played), [token("Hi")], "{frame}");
    }
    let named =
        format!("event: data\ndata: {TEXT}\n\n{}event: data\ndata: [DONE]\n\n", sse(&[STOP]));
    assert_eq!(pieces(&play(&vendor(Dialect::PLAIN), false, &named)), [token("Hi")]);
}

#[test]
fn numbers_and_texts_stand_for_each_other() {
    let call =
        delta(r#""tool_calls":[{"index":"0","id":17,"function":{"name":"f","arguments":5}}]"#);
    let played = strict(&[&call, r#"{"choices":[{"index":"0","finish_reason":"stop"}]}"#, DONE]);
    let start = StreamEvent::ToolCallStart { call_id: "17".into(), name: "f".into() };
    assert_eq!(pieces(&played).first(), Some(&start));
}
