use super::Turn;
use crate::{
    FinishKind, LlmError, Media, Message, Opaque, Part, PartKind, Reasoning, Started, StreamEvent,
};
use serde_json::json;

fn turn() -> Turn {
    Turn::new(Started { provider: "v".to_owned(), ..Started::default() }, 1000)
}

fn events(turn: &mut Turn) -> Vec<StreamEvent> {
    std::iter::from_fn(|| turn.pop()).collect()
}

/// What was told, in short.
fn told(turn: &mut Turn) -> Vec<String> {
    let told = events(turn).into_iter().filter_map(|event| match event {
        StreamEvent::Token(text) => Some(format!("token {text}")),
        StreamEvent::Reasoning(text) => Some(format!("reasoning {text}")),
        StreamEvent::ToolCallStart { call_id, .. } => Some(format!("start {call_id}")),
        StreamEvent::ToolCallDelta { fragment, .. } => Some(format!("delta {fragment}")),
        StreamEvent::ToolCall(call) => Some(format!("call {}", call.call_id)),
        StreamEvent::Part(part) => Some(match part.kind {
            PartKind::Text { text } => format!("part {text}"),
            PartKind::Reasoning(reasoning) => format!("part {}", reasoning.text),
            PartKind::ToolCall(call) => format!("part {}", call.call_id),
            PartKind::Opaque(block) | PartKind::State(block) => format!("part {}", block.json),
            other => format!("part {other:?}"),
        }),
        _ => None,
    });
    told.collect()
}

#[test]
fn an_event_is_at_most_64_bytes() {
    assert!(size_of::<StreamEvent>() <= 64, "{}", size_of::<StreamEvent>());
}

#[test]
fn a_part_is_told_when_it_ends_and_in_the_order_of_beginnings() -> Result<(), LlmError> {
    let mut turn = turn();
    turn.reasoning(0, "hm".into())?;
    turn.reasoning_signature(0, "S")?;
    turn.end(0);
    turn.end(0);
    turn.call_start(1, Some("c1"), "f")?;
    turn.text(2, "one".into())?;
    turn.end(2);
    turn.opaque(3, r#"{"type":"x"}"#.to_owned())?;
    assert_eq!(told(&mut turn), ["reasoning hm", "part hm", "start c1", "token one"]);
    turn.end(1);
    turn.text(4, "two".into())?;
    let rest = ["call c1", "part c1", "part one", r#"part {"type":"x"}"#, "token two"];
    assert_eq!(told(&mut turn), rest);
    turn.complete();
    assert_eq!(told(&mut turn), ["part two"]);
    Ok(())
}

#[test]
fn a_key_that_ended_begins_another_part() -> Result<(), LlmError> {
    let mut turn = turn();
    turn.text(0, "a".into())?;
    turn.end(0);
    turn.text(0, "b".into())?;
    assert_eq!(turn.text_of(0), Some("b"));
    turn.complete();
    assert_eq!(told(&mut turn), ["token a", "part a", "token b", "part b"]);
    let texts = ["a", "b"].map(Part::text);
    assert_eq!(turn.take_message(), Message::assistant(texts.to_vec()));
    Ok(())
}

#[test]
fn vendor_data_joins_its_part_with_its_exact_values() -> Result<(), LlmError> {
    let mut turn = turn();
    turn.call_start(0, Some("c"), "f")?;
    turn.vendor(0, r#"{"caller":{"z":1.50, "a":12345678901234567890123},"x":1}"#.to_owned())?;
    turn.vendor(0, r#"{"x":2,"y":"é"}"#.to_owned())?;
    // No text came, but what was attached to it is not lost.
    turn.vendor(1, r#"{"signature":"S"}"#.to_owned())?;
    turn.complete();
    let message = turn.take_message();
    let vendor = |at: usize| message.content.parts()[at].vendor.clone().unwrap();
    let json = r#"{"caller":{"z":1.50, "a":12345678901234567890123},"x":2,"y":"é"}"#;
    assert_eq!(vendor(0), Opaque { provider: "v".to_owned(), json: json.to_owned() });
    assert_eq!(vendor(1).json, r#"{"signature":"S"}"#);
    assert_eq!(message.content.parts()[1].kind, PartKind::Text { text: String::new() });
    Ok(())
}

#[test]
fn whole_parts_of_every_kind_are_told_like_those_in_pieces() -> Result<(), LlmError> {
    let mut turn = turn();
    let (text, signature) = ("hm".to_owned(), Some("S".to_owned()));
    let thought = Reasoning { text, signature, ..Reasoning::default() };
    turn.part(0, Part::new(PartKind::Reasoning(thought)))?;
    turn.part(1, Part::text("hello").with_vendor("v", r#"{"a":1}"#))?;
    turn.part(2, Part::image(Media::url("https://x/y.png")))?;
    turn.part(3, Part::tool_call("c", "f", "{}"))?;
    turn.part(4, Part::state("v", r#"{"container":"c1"}"#))?;
    turn.complete();
    let events = events(&mut turn);
    let parts = events.iter().filter_map(|event| match event {
        StreamEvent::Part(part) => Some(part.as_ref().clone()),
        _ => None,
    });
    let parts: Vec<Part> = parts.collect();
    assert_eq!(turn.take_message(), Message::assistant(parts.clone()));
    assert_eq!(parts.len(), 5);
    assert_eq!(parts[1].vendor.as_ref().unwrap().json, r#"{"a":1}"#);
    for wanted in ["reasoning", "token", "tool_call_start", "tool_call_delta", "tool_call"] {
        let is_it = |event: &&StreamEvent| json!(event)["type"] == wanted;
        assert_eq!(events.iter().filter(is_it).count(), 1, "{wanted}");
    }
    Ok(())
}

#[test]
fn state_is_the_last_part_and_the_last_word_counts() -> Result<(), LlmError> {
    let mut turn = turn();
    turn.state(r#"{"container":"c1"}"#.to_owned())?;
    turn.text(0, "a".into())?;
    turn.state(r#"{"container":"c2"}"#.to_owned())?;
    turn.complete();
    assert_eq!(told(&mut turn), ["token a", "part a", r#"part {"container":"c2"}"#]);
    let mut cut = self::turn();
    cut.state(r#"{"container":"c1"}"#.to_owned())?;
    assert_eq!(cut.take_message().content.parts().len(), 1);
    Ok(())
}

#[test]
fn a_later_signature_replaces_the_one_before() -> Result<(), LlmError> {
    let mut turn = turn();
    turn.reasoning(0, "hm".into())?;
    turn.reasoning_signature(0, "SIG")?;
    turn.reasoning_signature(0, "SIG")?;
    let message = turn.take_message();
    let PartKind::Reasoning(reasoning) = &message.content.parts()[0].kind else { panic!() };
    assert_eq!(reasoning.signature.as_deref(), Some("SIG"));
    Ok(())
}

#[test]
fn a_refusal_and_a_filter_win_over_whole_calls_and_a_limit_over_cut_ones() -> Result<(), LlmError> {
    let cases = [
        (FinishKind::Refusal, "{}", FinishKind::Refusal),
        (FinishKind::ContentFilter, "{}", FinishKind::ContentFilter),
        (FinishKind::Refusal, "{", FinishKind::Refusal),
        (FinishKind::Length, "{}", FinishKind::ToolUse),
        (FinishKind::Length, "{", FinishKind::Length),
        (FinishKind::Stop, "{", FinishKind::ToolUse),
        (FinishKind::Pause, "{}", FinishKind::ToolUse),
    ];
    for (told, arguments, wanted) in cases {
        let mut turn = turn();
        turn.call_start(0, Some("c"), "f")?;
        turn.call_delta(0, arguments.into())?;
        turn.finish(told, "word");
        turn.stopped_by("END");
        turn.complete();
        let reason = turn.totals().1.unwrap();
        assert_eq!((reason.kind, reason.word.as_str()), (wanted, "word"), "{told:?} {arguments}");
        assert_eq!(reason.stop_sequence.as_deref(), Some("END"));
    }
    Ok(())
}

/// A piece as it stands in a frame whose lone surrogates are marked.
fn marked(json: &str) -> String {
    serde_json::from_str(&crate::surrogates::mark(json).unwrap()).unwrap()
}

#[test]
fn the_halves_of_a_character_are_joined_within_their_part() -> Result<(), LlmError> {
    let mut turn = turn();
    turn.call_start(9, Some("c"), "f")?;
    let [first, second] = [r#""a\ud83d""#, r#""\ude00b""#].map(marked);
    turn.set_marked(true);
    turn.text(0, first.clone().into())?;
    turn.call_delta(9, first.into())?;
    turn.text(0, second.clone().into())?;
    turn.call_delta(9, second.into())?;
    turn.set_marked(false);
    turn.complete();
    assert_eq!(turn.text_of(0), Some("a😀b"));
    assert_eq!(turn.call_arguments(9), Some("a😀b"));
    let told = told(&mut turn);
    assert!(told.contains(&"token a".to_owned()) && told.contains(&"token 😀b".to_owned()));
    Ok(())
}

#[test]
fn a_half_that_stays_alone_costs_one_character() -> Result<(), LlmError> {
    for (pieces, whole) in [
        (&[r#""a\ud83d""#, r#""b""#][..], "a\u{fffd}b"),
        (&[r#""a\ude00b""#], "a\u{fffd}b"),
        (&[r#""a\ud83d\ud83d""#, r#""\ude00""#], "a\u{fffd}😀"),
        (&[r#""a\ud83d""#, r#""""#], "a\u{fffd}"),
    ] {
        let mut turn = turn();
        for piece in pieces {
            let text = crate::surrogates::mark(piece);
            turn.set_marked(text.is_some());
            let text: String = serde_json::from_str(text.as_deref().unwrap_or(piece)).unwrap();
            turn.reasoning(0, text.into())?;
        }
        turn.end(0);
        assert_eq!(turn.text_of(0), Some(whole), "{pieces:?}");
        let told = told(&mut turn);
        let (part, pieces) = told.split_last().unwrap();
        assert_eq!(part, &format!("part {whole}"));
        assert_eq!(pieces.join("").replace("reasoning ", ""), whole);
    }
    Ok(())
}

#[test]
fn another_model_takes_over() {
    let mut turn = turn();
    turn.identify(Some("id"), Some("first"));
    turn.priced_as("second");
    turn.priced_as("");
    assert_eq!(turn.take_ids().1.as_deref(), Some("second"));
}
