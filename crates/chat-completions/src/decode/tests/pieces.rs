//! Text, reasoning, refusals, citations, and what is not the reply.

use super::*;
use kei_router_core::{PartKind, Reasoning};

fn reasonings(played: &Reading) -> Vec<Reasoning> {
    let parts = played.finish().unwrap().message.content.parts().iter();
    let reasoning = parts.filter_map(|part| match &part.kind {
        PartKind::Reasoning(reasoning) => Some(reasoning.clone()),
        _ => None,
    });
    reasoning.collect()
}

#[test]
fn text_is_a_string_or_pieces() {
    let lines = [
        delta(r#""content":"a\n""#),
        delta(r#""content":[{"type":"text","text":"b"},"c"]"#),
        delta(r#""content":{"type":"text","text":"d"}"#),
        delta(r#""content":5"#),
        delta(r#""content":null"#),
        delta(r#""content":"""#),
    ];
    let lines: Vec<_> = lines.iter().map(String::as_str).chain([STOP, DONE]).collect();
    assert_eq!(pieces(&strict(&lines)), ["a\n", "b", "c", "d", "5"].map(token));
}

#[test]
fn reasoning_has_many_names() {
    let piece = r#""content":[{"type":"thinking","thinking":[{"type":"text","text":"x"}]}]"#;
    let shapes = [
        r#""content":null,"reasoning_content":"x""#,
        r#""content":"","reasoning":"x""#,
        r#""reasoning":"x","reasoning_content":"x""#,
        r#""reasoning_details":[{"type":"reasoning.text","text":"x"}]"#,
        r#""reasoning_details":[{"type":"reasoning.summary","summary":"x","index":0}]"#,
        r#""reasoning":"x","reasoning_details":[{"text":"x","index":0}]"#,
        r#""reasoning":"x","reasoning_details":[]"#,
        r#""content":[{"type":"thinking","thinking":"x"}]"#,
        piece,
    ];
    for shape in shapes {
        let played = strict(&[&delta(shape), TEXT, STOP, DONE]);
        assert_eq!(pieces(&played), [thought("x"), token("Hi")], "{shape}");
        assert_eq!(reasonings(&played).len(), 1, "{shape}");
    }
}

#[test]
fn signatures_and_encrypted_reasoning_are_kept() {
    let lines = [
        delta(r#""reasoning":"a","reasoning_details":[{"text":"a","index":0}]"#),
        delta(r#""reasoning":null,"reasoning_details":[{"signature":"s","index":0}]"#),
        delta(r#""reasoning_details":[{"data":"e","id":"rs_1","index":1}]"#),
    ];
    let lines: Vec<_> = lines.iter().map(String::as_str).chain([TEXT, STOP, DONE]).collect();
    let played = strict(&lines);
    let [first, second] = reasonings(&played).try_into().unwrap();
    assert_eq!((first.text.as_str(), first.signature.as_deref()), ("a", Some("s")));
    assert_eq!(first.provider.as_deref(), Some("plain"));
    assert_eq!((second.redacted.as_deref(), second.id.as_deref()), (Some("e"), Some("rs_1")));
}

#[test]
fn a_refusal_is_text_and_a_reason() {
    let refusal = delta(r#""content":null,"refusal":"No.""#);
    for end in [&[STOP, DONE][..], &[STOP]] {
        let lines: Vec<_> = [refusal.as_str()].into_iter().chain(end.iter().copied()).collect();
        let played = strict(&lines);
        assert_eq!(played.events.get(1), Some(&token("No.")));
        assert_eq!(played.finish().unwrap().reason.as_str(), "refusal");
    }
    let usage = r#"{"choices":[],"usage":{"prompt_tokens":3}}"#;
    assert_eq!(strict(&[&refusal, usage, DONE]).finish().unwrap().reason.as_str(), "refusal");
    let piece = delta(r#""content":[{"type":"refusal","refusal":"No."}]"#);
    assert_eq!(strict(&[&piece, STOP, DONE]).finish().unwrap().reason.as_str(), "refusal");
}

#[test]
fn only_the_first_choice_is_the_reply() {
    let other = r#"{"choices":[{"index":1,"delta":{"content":"no"},"finish_reason":"length"}]}"#;
    let both = r#"{"choices":[{"index":1,"delta":{"content":"no"}},
        {"index":0,"delta":{"content":"!"}}]}"#;
    let both = both.replace('\n', "");
    let played = strict(&[other, TEXT, &both, other, STOP, DONE]);
    assert_eq!(played.finish().unwrap().message.content.text(), "Hi!");
    assert_eq!(
        (subjects(&played), played.finish().unwrap().reason.as_str()),
        (vec!["choices"], "stop")
    );
}

#[test]
fn an_answer_starts_when_its_model_is_known() {
    let azure = r#"{"choices":[],"id":"","model":"","object":"","prompt_filter_results":[{}]}"#;
    let played = strict(&[azure, TEXT, STOP, DONE]);
    let Some(StreamEvent::Started(started)) = played.events.first() else { panic!("not started") };
    assert_eq!((started.id.as_deref(), started.model.as_deref()), (Some("c1"), Some("m-1")));
}

#[test]
fn sources_are_told_once() {
    let annotations =
        delta(r#""annotations":[{"type":"url_citation","url_citation":{"url":"u","title":"t"}}]"#);
    let search = |more: &str| format!(r#"{{"choices":[],"search_results":[{{"url":"a"}}{more}]}}"#);
    let (one, two) = (search(""), search(r#",{"url":"b"}"#));
    let played = strict(&[&one, &one, &two, &annotations, STOP, DONE]);
    let urls = played.events.iter().filter_map(|event| match event {
        StreamEvent::Citation(citation) => citation.url.as_deref(),
        _ => None,
    });
    assert_eq!(urls.collect::<Vec<_>>(), ["a", "b", "u"]);
}
