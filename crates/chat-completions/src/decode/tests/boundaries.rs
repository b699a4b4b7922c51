//! What proves a reply whole.

use super::*;
use kei_router_core::{ErrorKind, FinishKind};

const USAGE: &str = r#"{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":1}}"#;

fn is_cut(played: &Reading) {
    let error = played.error.as_ref().unwrap_or_else(|| panic!("whole: {:?}", played.events));
    assert_eq!(error.kind(), ErrorKind::Truncated, "{error}");
    assert!(!played.events.contains(&StreamEvent::Done));
}

#[test]
fn a_reason_and_done_are_a_clean_end() {
    let played = strict(&[TEXT, STOP, USAGE, DONE]);
    assert_eq!(played.events.last(), Some(&StreamEvent::Done));
    assert_eq!(subjects(&played), Vec::<&str>::new());
    let finish = played.finish().unwrap();
    assert_eq!((finish.reason.kind, finish.reason.word.as_str()), (FinishKind::Stop, "stop"));
    assert_eq!((finish.id.as_deref(), finish.model.as_str()), (Some("c1"), "m-1"));
    assert_eq!(finish.message.content.text(), "Hi");
}

#[test]
fn a_reason_without_done_is_what_the_terminator_says() {
    let lines = [TEXT, STOP];
    assert_eq!(subjects(&ended(Terminator::DonePromised, &lines)), ["[DONE]"]);
    assert_eq!(subjects(&ended(Terminator::FinishReason, &lines)), Vec::<&str>::new());
    assert_eq!(ended(Terminator::FinishReason, &lines).finish().unwrap().reason.word, "stop");
    is_cut(&ended(Terminator::DoneDemanded, &lines));
    assert_eq!(
        ended(Terminator::DoneDemanded, &[TEXT, STOP, DONE]).finish().unwrap().reason.word,
        "stop"
    );
}

#[test]
fn an_end_without_a_reason_is_cut() {
    for lines in [&[][..], &[TEXT], &[TEXT, USAGE]] {
        is_cut(&strict(lines));
        is_cut(&ended(Terminator::FinishReason, lines));
        is_cut(&play(&vendor(Dialect::PLAIN), true, &sse(lines)));
    }
    let partial = strict(&[TEXT, USAGE]).error.unwrap();
    let partial = partial.partial().unwrap().clone();
    assert_eq!((partial.message.content.text().as_ref(), partial.usage.input), ("Hi", Some(3)));
}

#[test]
fn done_alone_is_proof_after_text_with_a_final_usage_only() {
    is_cut(&strict(&[DONE]));
    is_cut(&strict(&[USAGE, DONE]));
    is_cut(&strict(&[TEXT, DONE]));
    is_cut(&strict(&[USAGE, TEXT, DONE]));
    let with_usage = TEXT.replace("}}]}", r#"}}],"usage":{"prompt_tokens":3}}"#);
    is_cut(&strict(&[&with_usage, DONE]));
    let played = strict(&[TEXT, USAGE, DONE]);
    assert_eq!((played.finish().unwrap().reason.as_str(), subjects(&played).len()), ("other", 0));
}

#[test]
fn a_chunk_that_says_nothing_does_not_undo_a_final_usage() {
    let moderation = r#"{"choices":[],"moderation":{"flagged":false}}"#;
    let empty = delta(r#""reasoning_details":[]"#);
    let played = strict(&[TEXT, USAGE, moderation, &empty, DONE]);
    assert_eq!((played.finish().unwrap().usage.input, subjects(&played).len()), (Some(3), 0));
    let thought = delta(r#""reasoning_details":[{"text":"so"}]"#);
    is_cut(&strict(&[TEXT, USAGE, &thought, DONE]));
}

#[test]
fn lenient_servers_may_leave_the_reason_out() {
    let lenient = vendor(Dialect { done_without_reason: true, ..Dialect::PLAIN });
    for (vendor, custom) in [(&lenient, false), (&vendor(Dialect::PLAIN), true)] {
        let played = play(vendor, custom, &sse(&[TEXT, DONE]));
        assert_eq!(subjects(&played), ["finish_reason"]);
        assert_eq!(played.finish().unwrap().message.content.text(), "Hi");
        is_cut(&play(vendor, custom, &sse(&[DONE])));
    }
}

#[test]
fn nothing_comes_after_done() {
    let played = strict(&[TEXT, STOP, DONE, TEXT, r#"{"error":"late"}"#, "{"]);
    assert_eq!(pieces(&played), [token("Hi")]);
    assert!(played.error.is_none());
}

#[test]
fn an_empty_reason_is_none_and_the_first_one_stays() {
    let word = |word: &str| format!(r#"{{"choices":[{{"delta":{{}},"finish_reason":{word}}}]}}"#);
    is_cut(&strict(&[TEXT, &word("\"\""), &word("null")]));
    let played = strict(&[TEXT, &word("\"length\""), &word("\"stop\""), DONE]);
    assert_eq!(played.finish().unwrap().reason.word, "length");
    let played = strict(&[TEXT, &word("\"odd\""), &word("\"stop\""), DONE]);
    assert_eq!(played.finish().unwrap().reason.word, "stop");
}

#[test]
fn every_word_has_its_kind() {
    let rows = [
        ("stop eos end_turn", "stop"),
        ("length model_length", "length"),
        ("content_filter", "content_filter"),
        ("tool_calls function_call", "tool_use"),
        ("insufficient_system_resource", "other"),
    ];
    for (words, kind) in rows {
        for word in words.split(' ') {
            let reason = format!(r#"{{"choices":[{{"finish_reason":"{word}"}}]}}"#);
            let finish = strict(&[TEXT, &reason, DONE]).finish().unwrap().reason.clone();
            assert_eq!((finish.as_str(), finish.word.as_str()), (kind, word));
        }
    }
    let odd = |word: &str| (word == "odd").then_some(FinishKind::Pause);
    let vendor = vendor(Dialect { finish: odd, ..Dialect::PLAIN });
    let lines = sse(&[TEXT, r#"{"choices":[{"finish_reason":"odd"}]}"#, DONE]);
    assert_eq!(play(&vendor, false, &lines).finish().unwrap().reason.as_str(), "pause");
}
