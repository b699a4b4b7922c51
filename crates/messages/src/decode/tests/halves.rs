//! Characters that were cut in two, by servers that write JSON in ASCII and cut it anywhere.

use super::*;

fn thinking(index: u32, text: &str) -> String {
    delta(index, &format!(r#"{{"type":"thinking_delta","thinking":"{text}"}}"#))
}

fn partial(index: u32, json: &str) -> String {
    delta(index, &format!(r#"{{"type":"input_json_delta","partial_json":"{json}"}}"#))
}

#[test]
fn an_emoji_that_is_cut_between_two_deltas_is_joined() {
    let events = turn(&[
        thinking(0, r"a \ud83d"),
        thinking(0, r"\ude00 b"),
        stop(0),
        text(1, r"a \ud83d"),
        text(1, r"\ude00"),
        stop(1),
        start(2, r#"{"type":"tool_use","id":"t","name":"f","input":{}}"#),
        partial(2, r#"{\"a\":\"\ud83d"#),
        partial(2, r#"\ude00\"}"#),
        stop(2),
        start(3, r#"{"type":"server_tool_use","id":"s","name":"f","input":{}}"#),
        partial(3, r#"{\"a\":\"\ud83d"#),
        partial(3, r#"\ude00\"}"#),
        stop(3),
    ]);
    let thought = StreamEvent::Reasoning("a ".to_owned());
    assert!(events.contains(&thought), "what is whole is told at once");
    let [reasoning, rest @ ..] = parts(&events) else { panic!("{events:?}") };
    assert!(matches!(&reasoning.kind, PartKind::Reasoning(r) if r.text == "a 😀 b"));
    let kept = r#"{"type":"server_tool_use","id":"s","name":"f","input":{"a":"😀"}}"#;
    let call = Part::tool_call("t", "f", r#"{"a":"😀"}"#);
    assert_eq!(rest, [Part::text("a 😀"), call, Part::opaque("sample", kept)]);
}

#[test]
fn a_half_that_stays_alone_is_one_lost_character() {
    let lost = "\u{fffd}";
    for (half, want) in [
        (r"\ud83d", format!("a {lost}")),
        (r"\ude00", format!("a {lost}")),
        (r"\ud83d b", format!("a {lost} b")),
        (r"\ude00\ud83d", format!("a {lost}{lost}")),
    ] {
        let events = turn(&[text(0, "a "), text(0, half), stop(0), text(1, "c")]);
        assert_eq!(parts(&events), [Part::text(&*want), Part::text("c")], "{half}");
        let told = tokens(&events).concat();
        assert_eq!(told, want + "c", "{half}");
    }
    let events = turn(&[
        start(0, r#"{"type":"tool_use","id":"t","name":"f","input":{}}"#),
        partial(0, r#"{\"a\":\"\ud83d"#),
        partial(0, r#"x\"}"#),
        stop(0),
    ]);
    assert_eq!(parts(&events), [Part::tool_call("t", "f", "{\"a\":\"\u{fffd}x\"}")]);
}

#[test]
fn lone_halves_in_what_is_kept_are_replaced() {
    let citation = r#"{"type":"citations_delta","citation":{"cited_text":"\ud83d"}}"#;
    let events = turn(&[
        text(0, "a"),
        delta(0, citation),
        stop(0),
        start(1, r#"{"type":"hologram","data":"\ude00"}"#),
        stop(1),
    ]);
    let cited = "{\"citations\":[{\"cited_text\":\"\u{fffd}\"}]}";
    let kept = "{\"type\":\"hologram\",\"data\":\"\u{fffd}\"}";
    let want = [Part::text("a").with_vendor("sample", cited), Part::opaque("sample", kept)];
    assert_eq!(parts(&events), want);
}
