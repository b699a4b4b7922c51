//! Requests that OpenAI would refuse, and what is sent in their place.

use super::*;
use kei_router_core::CacheTtl;

/// The body on each wire, `/responses` first, and the subjects of its warnings.
fn on_both(request: &ChatRequest, model: &str) -> [(Value, Vec<String>); 2] {
    ["responses", "chat/completions"].map(|path| written(request, model, &format!("{OWN}/{path}")))
}

fn hello() -> ChatRequest {
    ChatRequest::new([Message::user("Hello")])
}

fn effort(effort: ReasoningEffort) -> ChatRequest {
    hello().reasoning(ReasoningConfig::Effort(effort))
}

fn tool() -> Tool {
    Tool { name: "f".into(), description: String::new(), schema: json!({}) }
}

#[test]
fn an_effort_that_the_model_lacks_becomes_the_nearest_one() {
    for (model, given, taken) in [
        ("gpt-6.1-sol", ReasoningEffort::Minimal, "low"),
        ("gpt-6-luna", ReasoningEffort::Minimal, "low"),
        ("gpt-5.5", ReasoningEffort::Max, "xhigh"),
    ] {
        let [(responses, told), (chat, told_too)] = on_both(&effort(given), model);
        assert_eq!(responses["reasoning"]["effort"], taken, "{model}");
        assert_eq!(chat["reasoning_effort"], taken, "{model}");
        assert_eq!((told, told_too), (vec!["reasoning".into()], vec!["reasoning".into()]));
    }
    let [(responses, told), _] = on_both(&effort(ReasoningEffort::Max), "gpt-6.1-sol");
    assert_eq!((&responses["reasoning"]["effort"], told.len()), (&json!("max"), 0));
    let off = hello().reasoning(ReasoningConfig::Off);
    for (body, told) in on_both(&off, "gpt-6.1-sol") {
        assert!(body.get("reasoning").is_none() && body.get("reasoning_effort").is_none());
        assert_eq!(told, ["reasoning"]);
    }
}

#[test]
fn tools_on_chat_go_without_an_effort_where_the_model_refuses_both() {
    let request = effort(ReasoningEffort::Low).tools([tool()]);
    let [(responses, told), (chat, told_on_chat)] = on_both(&request, "gpt-6-sol");
    assert_eq!((&responses["reasoning"]["effort"], told.len()), (&json!("low"), 0));
    assert_eq!((chat.get("reasoning_effort"), told_on_chat), (None, vec!["reasoning".into()]));
}

#[test]
fn a_reasoning_model_on_chat_gets_no_stop_sequence() {
    let [_, (body, told)] = on_both(&hello().stop(["x"]), "gpt-6.1-sol");
    assert_eq!((body.get("stop"), told), (None, vec!["stop".to_owned()]));
    let [_, (body, told)] = on_both(&hello().stop(["x"]), "gpt-4.1");
    assert_eq!((&body["stop"], told.len()), (&json!(["x"]), 0));
}

#[test]
fn a_temperature_is_sent_where_the_model_does_not_reason() {
    let warm = hello().temperature(0.5);
    for (request, sent) in [
        (warm.clone(), true),
        (warm.clone().reasoning(ReasoningConfig::Off), true),
        (warm.reasoning(ReasoningConfig::Effort(ReasoningEffort::Low)), false),
    ] {
        for (body, told) in on_both(&request, "gpt-5.4") {
            assert_eq!(body.get("temperature").is_some(), sent, "{request:?}");
            assert_eq!(told.contains(&"temperature".to_owned()), !sent);
        }
    }
}

#[test]
fn a_tier_of_another_vendor_is_left_out() {
    for (body, told) in on_both(&hello().service_tier("standard_only"), "gpt-6.1-sol") {
        assert_eq!((body.get("service_tier"), told), (None, vec!["service_tier".to_owned()]));
    }
    for (body, _) in on_both(&hello().service_tier("priority"), "gpt-6.1-sol") {
        assert_eq!(body["service_tier"], "priority");
    }
}

#[test]
fn cache_marks_stand_on_parts_where_the_model_takes_them() {
    let parts = vec![Part::text("Long").cached(CacheTtl::FiveMinutes), Part::text("Go")];
    let request =
        ChatRequest::new([Message::user(parts)]).system("S").cache_system(CacheTtl::OneHour);
    let marks =
        [json!({"mode": "explicit", "ttl": "30m"}), json!({"mode": "explicit", "ttl": "12h"})];
    let [(responses, told), (chat, _)] = on_both(&request, "gpt-6.1-sol");
    assert_eq!(told, ["cache mark"], "an hour is reported to be twelve");
    assert_eq!(responses.get("instructions"), None);
    for (list, role) in [(&responses["input"], "developer"), (&chat["messages"], "developer")] {
        assert_eq!(list[0]["role"], role);
        assert_eq!(list[0]["content"][0]["prompt_cache_breakpoint"], marks[1]);
        assert_eq!(list[1]["content"][0]["prompt_cache_breakpoint"], marks[0]);
        assert_eq!(list[1]["content"][1].get("prompt_cache_breakpoint"), None);
    }
    for (body, told) in on_both(&request, "gpt-5.5") {
        assert!(!body.to_string().contains("prompt_cache_breakpoint"));
        assert_eq!(told, ["cache mark"]);
    }
}

#[test]
fn four_marks_are_taken_and_the_last_ones_kept() {
    let marked =
        |n: usize| Message::user(Part::text(format!("p{n}")).cached(CacheTtl::FiveMinutes));
    let request = ChatRequest::new((0..6).map(marked).collect::<Vec<_>>());
    for (body, told) in on_both(&request, "gpt-6.1-sol") {
        assert_eq!(body.to_string().matches("prompt_cache_breakpoint").count(), 4);
        assert!(!body.to_string().contains(r#""text":"p0""#), "{body}");
        assert_eq!(told, ["cache mark"]);
    }
}

#[test]
fn padding_is_switched_off_at_the_vendors_own_server_alone() {
    for (body, _) in on_both(&hello(), "gpt-6.1-sol") {
        assert_eq!(body["stream_options"]["include_obfuscation"], false);
    }
    let (body, _) = written(&hello(), "m", "http://127.0.0.1:8080/v1/responses");
    assert_eq!(body.get("stream_options"), None);
}

#[test]
fn a_derived_schema_is_fitted_on_both_wires() {
    let schema = json!({"type": "object", "required": ["minutes"], "properties": {
        "minutes": {"type": "integer", "format": "uint32"},
        "note": {"type": ["string", "null"]},
    }});
    let format =
        kei_router_core::ResponseFormat::JsonSchema { name: "recipe".into(), schema, strict: true };
    let [(responses, _), (chat, _)] = on_both(&hello().response_format(format), "gpt-6.1-sol");
    let sent = &responses["text"]["format"]["schema"];
    assert_eq!(sent, &chat["response_format"]["json_schema"]["schema"]);
    assert_eq!(sent["required"], json!(["minutes", "note"]));
    assert_eq!(sent["additionalProperties"], false);
}

#[test]
fn a_nameless_document_is_named_after_its_media_type() {
    let csv = kei_router_core::Media::bytes("text/csv", &b"a,b"[..]);
    let request = ChatRequest::new([Message::user(Part::document(csv))]);
    let [(responses, _), (chat, _)] = on_both(&request, "gpt-6.1-sol");
    assert_eq!(responses["input"][0]["content"][0]["filename"], "document.csv");
    assert_eq!(chat["messages"][0]["content"][0]["file"]["filename"], "document.csv");
}
