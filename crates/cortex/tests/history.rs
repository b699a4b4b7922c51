//! History in OpenAI's shape, and in kei-router's own: what was said is read, or refused by name.
#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::Daemon;
use kei_cortex::Demo;
use kei_router::{LlmRouter, vendors};
use kei_router_testkit::Script;
use serde_json::{Value, json};

/// A picture of one byte, which no vendor looks at here.
const PICTURE: &str = "data:image/png;base64,iVBORw0KGgo=";

fn call(arguments: Value) -> Value {
    json!({"id": "call_7", "type": "function",
           "function": {"name": "look_up", "arguments": arguments}})
}

async fn seen(history: Value) -> Vec<(&'static str, Value)> {
    let demo = Demo::with(|_| Script::text("Hello")).await.unwrap();
    let daemon = Daemon::start(demo.router()).await;
    let body = json!({"message": "Well?", "history": history}).to_string();
    let mut seen = Vec::new();
    for vendor in vendors() {
        let answer = daemon.post(&format!("/chat?provider={}", vendor.name()), &body).await;
        let status = answer.status;
        assert_eq!(status, 200, "{}: {}", vendor.name(), answer.text().await);
        seen.push((vendor.name(), demo.sim(vendor.name()).unwrap().requests()[0].json.clone()));
    }
    seen
}

#[tokio::test]
async fn calls_and_their_results_reach_every_vendor() {
    for arguments in [json!(r#"{"word":"kei"}"#), json!({"word": "kei"})] {
        let history = json!([
            {"role": "user", "content": "What is kei?", "name": null},
            {"role": "assistant", "content": null, "refusal": null, "annotations": [],
             "audio": null, "function_call": null, "tool_calls": [call(arguments)]},
            {"role": "tool", "tool_call_id": "call_7", "name": "look_up",
             "content": [{"type": "text", "text": "a silicon life"}]},
            {"role": "assistant", "content": [{"type": "text", "text": "A life."}]},
        ]);
        for (vendor, json) in seen(history).await {
            let text = json.to_string();
            for word in ["What is kei?", "call_7", "look_up", "kei", "a silicon life", "A life."] {
                assert!(text.contains(word), "{vendor}: {word}: {text}");
            }
        }
    }
}

#[tokio::test]
async fn lists_of_parts_reach_every_vendor() {
    let history = json!([
        {"role": "user", "content": [
            {"type": "text", "text": "See"},
            {"type": "image_url", "image_url": {"url": PICTURE, "detail": "auto"}},
            {"type": "image_url", "image_url": PICTURE},
        ]},
        {"role": "assistant", "content": [{"type": "refusal", "refusal": "I do not."}]},
    ]);
    for (vendor, json) in seen(history).await {
        let text = json.to_string();
        assert_eq!(text.matches("iVBORw0KGgo=").count(), 2, "{vendor}: {text}");
        assert!(text.contains("See") && text.contains("I do not."), "{vendor}: {text}");
    }
}

/// A message of the assistant with further members.
fn said(members: Value) -> Value {
    let mut message = json!({"role": "assistant", "content": "secret"});
    message.as_object_mut().unwrap().append(&mut members.as_object().unwrap().clone());
    message
}

/// A message of the user of one part.
fn part(part: Value) -> Value {
    json!({"role": "user", "content": [part]})
}

/// Messages that cannot be read, and the member that says so.
fn wrong_messages() -> Vec<(Value, &'static str)> {
    vec![
        (said(json!({"function_call": {"name": "secret"}})), "function_call"),
        (said(json!({"audio": {"id": "secret"}})), "audio"),
        (said(json!({"thinking_blocks": ["secret"]})), "thinking_blocks"),
        (said(json!({"tool_call_id": "secret"})), "tool_call_id"),
        (said(json!({"name": "secret"})), "name"),
        (said(json!({"tool_calls": "secret"})), "tool_calls"),
        (
            said(json!({"tool_calls": [{"id": "a", "type": "custom", "function": {"name": "a"}}]})),
            "type",
        ),
        (said(json!({"tool_calls": [{"type": "function", "function": {"name": "a"}}]})), "`id`"),
        (
            said(json!({"tool_calls": [{"id": "a", "function": {"name": "a", "arguments": 7}}]})),
            "arguments",
        ),
        (
            said(json!({"tool_calls": [{"id": "a", "function": {"name": "a"}, "custom": 1}]})),
            "custom",
        ),
    ]
}

/// Messages whose role has no such member.
fn wrong_roles() -> Vec<(Value, &'static str)> {
    vec![
        (json!({"role": "user", "content": "a", "tool_calls": [call(json!("{}"))]}), "tool_calls"),
        (
            json!({"role": "user", "content": "a", "reasoning_content": "secret"}),
            "reasoning_content",
        ),
        (json!({"role": "tool", "content": "secret"}), "tool_call_id"),
        (json!({"content": "secret"}), "role"),
        (json!({"role": "user", "content": {"text": "secret"}}), "content"),
    ]
}

/// Parts that cannot be read.
fn wrong_parts() -> Vec<(Value, &'static str)> {
    vec![
        (part(json!("secret")), "content[0]"),
        (part(json!({"text": "secret"})), "type"),
        (part(json!({"type": "video_url", "video_url": "secret"})), "type"),
        (
            part(json!({"type": "text", "text": "secret", "cache_control": {"a": 1}})),
            "cache_control",
        ),
        (
            part(json!({"type": "image_url", "image_url": {"url": "a", "detail": "high"}})),
            "image_url.detail",
        ),
        (part(json!({"type": "image_url", "image_url": {"link": "secret"}})), "image_url"),
        (
            part(json!({"type": "input_audio", "input_audio": {"data": "!", "format": "wav"}})),
            "input_audio.data",
        ),
        (part(json!({"type": "file", "file": {"filename": "secret"}})), "file_data"),
    ]
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_by_name_and_never_dropped() {
    let daemon = Daemon::start(LlmRouter::from_vars(|_| None)).await;
    let wrong = [wrong_messages(), wrong_roles(), wrong_parts()].concat();
    for (message, name) in wrong {
        let history = json!([{"role": "user", "content": "first"}, message]);
        let body = json!({"message": "Hi", "history": history}).to_string();
        let (status, code, said) = daemon.post("/chat", &body).await.error().await;
        assert_eq!((status, code.as_str()), (422, "unprocessable"), "{message}: {said}");
        assert!(said.starts_with("history[1]") && said.contains(name), "{message}: {said}");
        assert!(!said.contains("secret"), "{message}: {said}");
    }
}

#[tokio::test]
async fn the_own_shape_of_every_part_is_read() {
    let daemon = Daemon::start(LlmRouter::from_vars(|_| None)).await;
    use kei_router::{CacheTtl, Media, Message, Part};
    let parts = vec![
        Part::text("a").cached(CacheTtl::OneHour).with_vendor("anthropic", "{}"),
        Part::image(Media::bytes("image/png", vec![1])),
        Part::document(Media::bytes("application/pdf", vec![1])),
        Part::audio(Media::bytes("audio/wav", vec![1])),
        Part::tool_call("a", "b", "{}"),
        Part::tool_result("a", "b"),
        Part::opaque("anthropic", "{}"),
        Part::state("anthropic", "{}"),
    ];
    let history = [Message::assistant(parts), Message::tool("a", "b")];
    let body = json!({"message": "Hi", "history": history}).to_string();
    let (_, code, message) = daemon.post("/chat", &body).await.error().await;
    assert_eq!(code, "missing_key", "{message}");
}
