//! Characters that were cut in two, by servers that write JSON in ASCII and cut it anywhere.

use super::*;
use kei_router_core::{Part, PartKind};

fn parts(lines: &[String]) -> Vec<Part> {
    let lines: Vec<&str> = lines.iter().map(String::as_str).chain([STOP, DONE]).collect();
    let played = strict(&lines);
    played.finish().unwrap().message.content.parts().to_vec()
}

fn text(text: &str) -> String {
    delta(&format!(r#""content":"{text}""#))
}

fn call(name: &str, arguments: &str) -> String {
    delta(&format!(
        r#""tool_calls":[{{"index":0,"function":{{{name}"arguments":"{arguments}"}}}}]"#
    ))
}

#[test]
fn an_emoji_that_is_cut_between_two_deltas_is_joined() {
    let thought = |text: &str| delta(&format!(r#""reasoning_content":"{text}""#));
    let told = parts(&[
        thought(r"a \ud83d"),
        thought(r"\ude00 b"),
        text(r"a \ud83d"),
        text(""),
        text(r"\ude00"),
        call(r#""name":"f","#, r#"{\"a\":\"\ud83d"#),
        call("", r#"\ude00\"}"#),
    ]);
    let [reasoning, second, third] = told.as_slice() else { panic!("{told:?}") };
    assert!(matches!(&reasoning.kind, PartKind::Reasoning(r) if r.text == "a 😀 b"), "{told:?}");
    assert_eq!(second, &Part::text("a 😀"));
    assert!(matches!(&third.kind, PartKind::ToolCall(c) if c.arguments == r#"{"a":"😀"}"#));
    // Also where the arguments wait for the call's name.
    let told = parts(&[
        call("", r#"{\"a\":\"\ud83d"#),
        call("", r#"\ude00\"}"#),
        call(r#""name":"f","#, ""),
    ]);
    assert!(matches!(&told[0].kind, PartKind::ToolCall(c) if c.arguments == r#"{"a":"😀"}"#));
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
        assert_eq!(parts(&[text("a "), text(half)]), [Part::text(&*want)], "{half}");
        let told = parts(&[text("a "), text(half), delta(r#""reasoning":"hm""#)]);
        assert_eq!(told[0], Part::text(&*want), "{half}");
    }
}
