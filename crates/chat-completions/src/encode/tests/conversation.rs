//! Roles, turns, and what is replayed.

use super::*;
use crate::ReasoningReplay;
use kei_router_core::{CacheTtl, Part, PartKind, Reasoning};

fn messages(dialect: Dialect, conversation: &[Message]) -> (Value, Vec<String>) {
    let (body, warnings) = body(dialect, &ChatRequest::new(conversation));
    (body["messages"].clone(), warnings)
}

fn said(conversation: &[Message]) -> Value {
    let (messages, warnings) = messages(Dialect::PLAIN, conversation);
    assert_eq!(warnings, Vec::<String>::new());
    messages
}

/// A reasoning part of this vendor's.
fn reasoning(text: &str, provider: &str) -> Part {
    let part = json!({"type": "reasoning", "text": text, "provider": provider});
    let part: Part = serde_json::from_value(part).unwrap();
    assert!(matches!(&part.kind, PartKind::Reasoning(Reasoning { .. })));
    part
}

fn strict() -> Dialect {
    Dialect { empty_text: false, null_content: false, ..Dialect::PLAIN }
}

#[test]
fn the_system_prompt_has_the_dialects_role_at_home_only() {
    let request = hello().system("Be brief.").cache_system(CacheTtl::OneHour);
    let dialect = Dialect { system_role: "developer".into(), ..Dialect::PLAIN };
    for (custom, role) in [(false, "developer"), (true, "system")] {
        let (body, warnings) = written(&vendor(dialect.clone()), &request, custom).unwrap();
        assert_eq!(body["messages"][0], json!({"role": role, "content": "Be brief."}));
        let subjects: Vec<_> = warnings.iter().map(|warning| warning.subject.as_str()).collect();
        assert_eq!(subjects, ["cache mark"]);
    }
    assert_eq!(plain(&hello().system(""))["messages"].as_array().unwrap().len(), 1);
}

#[test]
fn a_tool_turn_and_its_results() {
    let call = Message::assistant(vec![
        Part::text("Let me "),
        Part::text("look."),
        Part::tool_call("1", "f", " {\"a\": 1}"),
        Part::tool_call("2", "g", ""),
        Part::tool_call("3", "g", "null"),
    ]);
    let results = Message::user(vec![
        Part::text("And now?"),
        Part::tool_result("1", "sunny"),
        Part::tool_error("2", "no such city"),
    ]);
    let function = |id: &str, name: &str, arguments: &str| json!({"id": id, "type": "function", "function": {"name": name, "arguments": arguments}});
    let calls =
        [function("1", "f", " {\"a\": 1}"), function("2", "g", "{}"), function("3", "g", "{}")];
    let wanted = json!([
        {"role": "assistant", "content": "Let me look.", "tool_calls": calls},
        {"role": "tool", "tool_call_id": "1", "content": "sunny"},
        {"role": "tool", "tool_call_id": "2", "content": "Error: no such city"},
        {"role": "user", "content": "And now?"},
        {"role": "tool", "tool_call_id": "3", "content": ""},
    ]);
    assert_eq!(said(&[call, results, Message::tool("3", "")]), wanted);
}

#[test]
fn a_turn_of_calls_alone_has_no_text() {
    let turn = [Message::assistant(Part::tool_call("1", "f", "{}")), Message::tool("1", "")];
    let (null, _) = messages(Dialect::PLAIN, &turn);
    assert_eq!(null[0].get("content"), Some(&Value::Null));
    let (absent, _) = messages(strict(), &turn);
    assert_eq!(absent[0].get("content"), None);
    assert_eq!(absent[1]["content"], "(no output)");
}

#[test]
fn empty_text_is_passed_over_where_it_is_refused() {
    let conversation = [
        Message::user(vec![Part::text(""), Part::text("Hello")]),
        Message::assistant(""),
        Message::user(""),
    ];
    let (kept, warnings) = messages(strict(), &conversation);
    assert_eq!(kept, json!([{"role": "user", "content": "Hello"}]));
    assert_eq!(warnings, Vec::<String>::new());
    assert_eq!(said(&conversation)[1], json!({"role": "assistant", "content": ""}));
}

#[test]
fn a_tools_message_must_say_what_it_answers() {
    let lost = Message { role: "tool".into(), content: "sunny".into() };
    let why = refuses(&Dialect::PLAIN, &ChatRequest::new([Message::user("x"), lost]));
    assert!(why.contains("message 1"), "{why}");
}

#[test]
fn reasoning_goes_back_to_its_vendor_only_and_where_it_is_wanted() {
    let turn = |reasoning: Vec<Part>, call: bool| {
        let call = call.then(|| Part::tool_call("1", "f", "{}"));
        Message::assistant(
            reasoning.into_iter().chain([Part::text("x")]).chain(call).collect::<Vec<_>>(),
        )
    };
    let own = || vec![reasoning("so", "plain")];
    let tool_turns =
        Dialect { replay: ReasoningReplay::ToolTurns("thought".into()), ..Dialect::PLAIN };
    let every_turn =
        Dialect { replay: ReasoningReplay::EveryTurn("thought".into()), ..Dialect::PLAIN };
    let rows = [
        (&Dialect::PLAIN, turn(own(), true), None, vec!["reasoning"]),
        (&tool_turns, turn(own(), true), Some("so"), vec![]),
        (&tool_turns, turn(vec![], true), Some(""), vec![]),
        (&tool_turns, turn(own(), false), None, vec![]),
        (&tool_turns, turn(vec![reasoning("so", "other")], true), Some(""), vec!["reasoning"]),
        (&every_turn, turn(own(), false), Some("so"), vec![]),
        (&every_turn, turn(vec![], true), None, vec![]),
    ];
    for (dialect, turn, thought, lost) in rows {
        let (messages, warnings) = messages(dialect.clone(), &[turn, Message::tool("1", "done")]);
        assert_eq!(messages[0].get("thought").and_then(Value::as_str), thought, "{messages}");
        assert_eq!(warnings, lost);
    }
}

#[test]
fn the_same_loss_is_told_once() {
    let turn = Message::assistant(vec![reasoning("a", "other"), reasoning("b", "other")]);
    omits(&Dialect::PLAIN, &ChatRequest::new([turn.clone(), turn]), "reasoning");
}

#[test]
fn opaque_parts_go_back_verbatim_to_their_vendor_only() {
    let json = r#"{"type":"odd", "b":1,"a":1.0}"#;
    let own = [Message::user(vec![Part::text("x"), Part::opaque("plain", json)])];
    let endpoint = kei_router_core::codec::Endpoint::parse("https://plain.example").unwrap();
    let target = kei_router_core::codec::Target::new(&endpoint, "m");
    let request = ChatRequest::new(own.clone());
    let encoded = kei_router_core::codec::Codec::encode(&vendor(Dialect::PLAIN), &request, &target);
    let bytes = encoded.unwrap().request.into_body();
    assert!(String::from_utf8(bytes.to_vec()).unwrap().contains(json));
    let turn = Message::assistant(vec![Part::opaque("plain", json), Part::text("x")]);
    assert_eq!(said(&[turn])[0]["content"][1], json!({"type": "text", "text": "x"}));
    let foreign = ChatRequest::new([Message::user(vec![Part::text("x"), Part::opaque("y", json)])]);
    assert_eq!(omits(&Dialect::PLAIN, &foreign, "opaque")["messages"][0]["content"], "x");
    let bad = ChatRequest::new([Message::user(Part::opaque("plain", "{"))]);
    refuses(&Dialect::PLAIN, &bad);
}

#[test]
fn a_last_assistant_message_may_be_a_beginning() {
    let dialect = Dialect { prefill: Some("partial".into()), ..Dialect::PLAIN };
    let turns = [Message::assistant("{"), Message::user("Go on"), Message::assistant("{")];
    let (messages, _) = messages(dialect, &turns);
    assert_eq!(messages[0], json!({"role": "assistant", "content": "{"}));
    assert_eq!(messages[2], json!({"role": "assistant", "content": "{", "partial": true}));
    assert_eq!(said(&turns)[2], json!({"role": "assistant", "content": "{"}));
}
