//! What a vendor attached to its turn, and wants back in the next request.

use super::*;
use crate::ReasoningReplay;
use crate::sample::play;
use kei_router_core::{Content, Part};

/// What a reply of these deltas becomes as the assistant's message of the next request.
fn again(dialect: &Dialect, deltas: &[Value]) -> (Value, Vec<String>) {
    let chunk =
        |delta: &Value| json!({"id": "r", "model": "m", "choices": [{"index": 0, "delta": delta}]});
    let stop = json!({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]});
    let lines = deltas.iter().map(chunk).chain([stop]).map(|line| format!("data: {line}\n\n"));
    let body = lines.collect::<String>() + "data: [DONE]\n\n";
    let played = play(&vendor(dialect.clone()), false, &body);
    let turn = played.finish().expect("it finishes").message.clone();
    let request = ChatRequest::new([Message::user("Hi"), turn, Message::user("And?")]);
    let (body, warnings) = body_of(dialect.clone(), &request);
    (body["messages"][1].clone(), warnings)
}

fn body_of(dialect: Dialect, request: &ChatRequest) -> (Value, Vec<String>) {
    body(dialect, request)
}

fn details() -> Dialect {
    Dialect { replay: ReasoningReplay::Details("reasoning".into()), ..Dialect::PLAIN }
}

#[test]
fn reasoning_details_go_back_whole_and_in_order() {
    let detail = |members: Value| json!({"content": "", "reasoning_details": [members]});
    let text = |text: &str| {
        detail(json!({"type": "reasoning.text", "text": text,
                                          "format": "anthropic-claude-v1", "index": 0}))
    };
    let (message, warnings) = again(
        &details(),
        &[
            text("Let me "),
            text("think."),
            detail(json!({"type": "reasoning.text", "signature": "SIG", "index": 0})),
            detail(
                json!({"type": "reasoning.summary", "summary": "Short.", "index": 1, "id": null}),
            ),
            detail(json!({"type": "reasoning.encrypted", "data": "ENC", "id": "rs_1", "index": 1})),
            json!({"content": "Hello."}),
        ],
    );
    let wanted = json!([
        {"type": "reasoning.text", "text": "Let me think.", "signature": "SIG",
         "format": "anthropic-claude-v1", "index": 0},
        {"type": "reasoning.summary", "summary": "Short.", "index": 1},
        {"type": "reasoning.encrypted", "data": "ENC", "id": "rs_1", "index": 1},
    ]);
    assert_eq!(message["reasoning_details"], wanted, "{message}");
    assert_eq!((&message["content"], message.get("reasoning")), (&json!("Hello."), None));
    assert_eq!(warnings, Vec::<String>::new());
}

#[test]
fn reasoning_without_details_goes_back_as_text_where_details_are_wanted() {
    let (message, _) = again(&details(), &[json!({"reasoning": "Hm."}), json!({"content": "Hi."})]);
    assert_eq!((&message["reasoning"], message.get("reasoning_details")), (&json!("Hm."), None));
    // And what came in details is text to a vendor that wants text.
    let plain =
        Dialect { replay: ReasoningReplay::EveryTurn("reasoning".into()), ..Dialect::PLAIN };
    let detail = json!({"type": "reasoning.text", "text": "Hm."});
    let (message, _) =
        again(&plain, &[json!({"reasoning_details": [detail]}), json!({"content": "Hi."})]);
    assert_eq!((&message["reasoning"], message.get("reasoning_details")), (&json!("Hm."), None));
}

#[test]
fn a_sound_goes_back_by_its_id_in_place_of_its_words() {
    let deltas = [
        json!({"audio": {"id": "audio_1", "transcript": "Hel"}}),
        json!({"audio": {"transcript": "lo", "data": "AAEC"}}),
    ];
    let takes = Dialect { attached: |name| name == "audio", ..Dialect::PLAIN };
    let (message, warnings) = again(&takes, &deltas);
    assert_eq!(message, json!({"role": "assistant", "audio": {"id": "audio_1"}}));
    assert_eq!(warnings, Vec::<String>::new());
    let (message, warnings) = again(&Dialect::PLAIN, &deltas);
    assert_eq!(message, json!({"role": "assistant", "content": "Hello"}));
    assert_eq!(warnings, ["part"]);
}

#[test]
fn annotations_of_texts_go_back_as_one_list_where_they_are_wanted() {
    let file = |hash: &str| json!({"type": "file", "file": {"hash": hash, "z": 1.5}});
    let deltas = [
        json!({"content": "One.", "annotations": [file("a"), file("b")]}),
        json!({"reasoning": "Hm."}),
        json!({"content": "Two.", "annotations": [file("c")]}),
    ];
    let takes = Dialect { attached: |name| name == "annotations", ..details() };
    let (message, _) = again(&takes, &deltas);
    assert_eq!(message["annotations"], json!([file("a"), file("b"), file("c")]), "{message}");
    assert_eq!(message["content"], "One.Two.");
    let (message, _) = again(&details(), &deltas);
    assert_eq!(message.get("annotations"), None, "{message}");
}

#[test]
fn what_another_vendor_attached_stays_here() {
    let own = Part::text("Hi").with_vendor("other", r#"{"audio":{"id":"a"},"annotations":[1]}"#);
    let request = ChatRequest::new([
        Message { role: "assistant".into(), content: Content::from(vec![own]) },
        Message::user("And?"),
    ]);
    let (body, _) = body_of(Dialect { attached: |_| true, ..details() }, &request);
    assert_eq!(body["messages"][0], json!({"role": "assistant", "content": "Hi"}));
}
