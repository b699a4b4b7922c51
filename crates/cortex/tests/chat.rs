//! `POST /chat`: the model's answer, as it comes.
#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{Answer, Daemon, tokens};
use kei_cortex::Demo;
use kei_router::{Usage, vendors};
use kei_router_testkit::Script;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// A daemon whose vendors all follow this script.
async fn daemon(script: Script) -> (Daemon, Demo) {
    let demo = Demo::with(|_| script.clone()).await.unwrap();
    (Daemon::start(demo.router()).await, demo)
}

fn names() -> impl Iterator<Item = &'static str> {
    vendors().iter().map(|vendor| vendor.name())
}

fn check_head(answer: &Answer) {
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("text/event-stream"));
    assert_eq!(answer.header("cache-control"), Some("no-cache"));
    assert_eq!(answer.header("x-accel-buffering"), Some("no"));
}

#[tokio::test]
async fn chat_smoke_test() {
    let demo = Demo::start().await.unwrap();
    let daemon = Daemon::start(demo.router()).await;
    let mut answer = daemon.chat("?provider=anthropic", "Hello").await;
    check_head(&answer);
    let first = answer.event().await.unwrap();
    assert!(answer.body.starts_with(br#"data: {"type":"token","text":""#));
    assert_eq!(first["type"], "token");
    let rest = answer.events().await;
    assert!(tokens(&rest).len() > 10, "{rest:?}");
    let done = json!({"type": "done", "conversation_id": "c-1", "finish_reason": "stop"});
    assert_eq!(rest.last(), Some(&done));
}

#[tokio::test]
async fn chat_smoke_test_of_every_vendor() {
    let demo = Demo::start().await.unwrap();
    let daemon = Daemon::start(demo.router()).await;
    for name in names() {
        let answer = daemon.chat(&format!("?provider={name}"), "Hello").await;
        check_head(&answer);
        let events = answer.events().await;
        let text = tokens(&events).concat();
        assert!(text.contains(&format!("the {name} simulator")), "{text}");
        let kinds: Vec<_> = events.iter().map(|event| event["type"].as_str().unwrap()).collect();
        let (last, others) = kinds.split_last().unwrap();
        assert!(*last == "done" && others.iter().all(|kind| *kind == "token"), "{kinds:?}");
    }
}

#[tokio::test]
async fn tokens_arrive_one_by_one() {
    let pace = Duration::from_millis(60);
    let (daemon, _demo) =
        daemon(Script::text("one two three four five six").token_every(pace)).await;
    for name in names() {
        let start = Instant::now();
        let mut answer = daemon.chat(&format!("?provider={name}"), "Count").await;
        let mut times = Vec::new();
        while let Some(event) = answer.event().await {
            times.push((event["type"].clone(), start.elapsed()));
        }
        assert_eq!(times.len(), 7, "{times:?}");
        // Five pauses of 60 ms lie between the first token and the last.
        let spread = times[5].1.saturating_sub(times[0].1);
        assert!(spread > pace * 2, "{name}: in a burst: {times:?}");
        let late = times.windows(2).filter(|pair| pair[1].1 - pair[0].1 > pace / 3).count();
        assert!(late >= 2, "{name}: in a burst: {times:?}");
    }
}

#[tokio::test]
async fn an_answer_is_so_byte_for_byte() {
    let script = Script::new().say_tokens(["Hel", "lo \"you\"\n", "\u{1F600} ü"]);
    let (daemon, _demo) = daemon(script.usage(Usage::new(1_000, 10))).await;
    for name in names() {
        let answer = daemon.chat(&format!("?provider={name}"), "Hi").await;
        let expected = concat!(
            "data: {\"type\":\"token\",\"text\":\"Hel\"}\n\n",
            "data: {\"type\":\"token\",\"text\":\"lo \\\"you\\\"\\n\"}\n\n",
            "data: {\"type\":\"token\",\"text\":\"\u{1F600} ü\"}\n\n",
            "data: {\"type\":\"done\",\"conversation_id\":\"c-1\",\"finish_reason\":\"stop\"}\n\n",
        );
        assert_eq!(answer.text().await, expected, "{name}");
    }
}

#[tokio::test]
async fn a_conversation_without_an_id_gets_one() {
    let (daemon, _demo) = daemon(Script::text("Hello")).await;
    let mut ids = Vec::new();
    for body in [r#"{"message":"Hi"}"#, r#"{"message":"Hi","conversation_id":"","extra":[1]}"#] {
        let events = daemon.post("/chat", body).await.events().await;
        let id = events.last().unwrap()["conversation_id"].as_str().unwrap().to_owned();
        assert_eq!(uuid::Uuid::parse_str(&id).unwrap().get_version_num(), 4);
        ids.push(id);
    }
    assert_ne!(ids[0], ids[1]);
}

#[tokio::test]
async fn history_and_system_reach_the_vendor() {
    let (daemon, demo) = daemon(Script::text("Hello")).await;
    let body = json!({
        "message": "third",
        "system": "be brief",
        "history": [
            {"role": "user", "content": "first"},
            {"role": "assistant", "content": "second"},
        ],
    });
    for name in names() {
        let path = format!("/chat?provider={name}");
        assert_eq!(daemon.post(&path, &body.to_string()).await.events().await.len(), 2);
        let seen = demo.sim(name).unwrap().requests();
        let json = seen[0].json.to_string();
        let places = ["be brief", "first", "second", "third"].map(|text| json.find(text).unwrap());
        assert!(places[1..].is_sorted(), "{name}: {json}");
    }
}

#[tokio::test]
async fn a_strange_role_is_refused_before_the_vendor_is_asked() {
    let (daemon, demo) = daemon(Script::text("Hello")).await;
    for (name, role) in names().flat_map(|name| [(name, "system"), (name, "oracle")]) {
        let history = json!([{"role": role, "content": "Obey"}]);
        let body = json!({"message": "Hi", "history": history}).to_string();
        let answer = daemon.post(&format!("/chat?provider={name}"), &body).await;
        let (status, code, _) = answer.error().await;
        assert_eq!((status, code.as_str()), (400, "bad_request"), "{name}: {role}");
        assert!(demo.sim(name).unwrap().requests().is_empty());
    }
}

/// The usage event of an answer, which stands directly before `done`.
async fn bill(answer: Answer) -> Value {
    let mut events = answer.events().await;
    assert_eq!(events.pop().unwrap()["type"], "done");
    let bill = events.pop().unwrap();
    assert_eq!(bill["type"], "usage", "{bill}");
    bill
}

#[tokio::test]
async fn usage_comes_when_asked_for() {
    let (daemon, _demo) = daemon(Script::text("Hello you").usage(Usage::new(1_000, 10))).await;
    for name in names() {
        let answer = daemon.chat(&format!("?provider={name}&events=usage,warning"), "Hi").await;
        let bill = bill(answer).await;
        assert_eq!(bill["provider"], name);
        assert_eq!(bill["finish_reason"], "stop");
        assert_eq!(bill["usage"]["input"], 1_000);
        assert_eq!(bill["usage"]["output"], 10);
        for other in ["", "&events=", "&events=reasoning"] {
            let events =
                daemon.chat(&format!("?provider={name}{other}"), "Hi").await.events().await;
            assert!(events.iter().all(|event| event["type"] != "usage"), "{events:?}");
        }
    }
}

/// The types of events, each once where it repeats.
fn kinds(events: &[Value]) -> Vec<&str> {
    let mut kinds: Vec<_> = events.iter().map(|event| event["type"].as_str().unwrap()).collect();
    kinds.dedup();
    kinds
}

#[tokio::test]
async fn done_tells_why_a_reply_ended_whoever_asks_for_what() {
    let words = [("length", "max_tokens", "length"), ("refusal", "refusal", "content_filter")];
    for (expected, anthropic, others) in words {
        let script = |vendor| {
            let word = if vendor == "anthropic" { anthropic } else { others };
            Script::text("Once upon").finish(word)
        };
        let demo = Demo::with(script).await.unwrap();
        let daemon = Daemon::start(demo.router()).await;
        for query in ["?provider=anthropic", "?provider=anthropic&events=usage"] {
            let events = daemon.chat(query, "Hi").await.events().await;
            assert_eq!(events.last().unwrap()["finish_reason"], expected, "{events:?}");
        }
        let events = daemon.chat("?provider=kimi", "Hi").await.events().await;
        let reason = events.last().unwrap()["finish_reason"].as_str().unwrap();
        assert!(["length", "content_filter"].contains(&reason), "{events:?}");
    }
}

/// A call comes as a start, its pieces and the whole.
fn check_call(name: &str, events: &[Value]) {
    let of = |kind: &'static str| events.iter().filter(move |event| event["type"] == *kind);
    let (start, call) = (of("tool_start").next().unwrap(), of("tool_call").next().unwrap());
    let pieces: String = of("tool_arguments").map(|e| e["text"].as_str().unwrap()).collect();
    assert_eq!((&start["id"], &start["name"]), (&call["id"], &json!("look_up")), "{name}");
    assert_eq!((&call["name"], &call["arguments"]), (&start["name"], &json!(pieces)), "{name}");
    assert_eq!(pieces, r#"{"word":"kei"}"#);
    assert_eq!(events.last().unwrap()["finish_reason"], "tool_use", "{name}");
}

#[tokio::test]
async fn each_kind_of_event_comes_if_it_is_asked_for() {
    let script = Script::new().reason(["Hm, ", "so."]).say("Look: ");
    let script = script.call("call_1", "look_up", r#"{"word":"kei"}"#);
    let (daemon, _demo) = daemon(script).await;
    let body = json!({
        "message": "Hi",
        "reasoning": "low",
        "tools": [{"name": "look_up", "description": "", "input_schema": {"type": "object"}}],
    });
    for name in names() {
        let ask = async |events: &str| {
            let path = format!("/chat?provider={name}&events={events}");
            daemon.post(&path, &body.to_string()).await.events().await
        };
        assert_eq!(kinds(&ask("").await), ["token", "done"], "{name}");
        let events = ask("reasoning").await;
        let texts = events.iter().filter(|event| event["type"] == "reasoning");
        let text: String = texts.map(|event| event["text"].as_str().unwrap()).collect();
        assert_eq!((text.as_str(), kinds(&events).len()), ("Hm, so.", 3), "{name}: {events:?}");
        check_call(name, &ask("tools").await);
        let events = ask("usage,reasoning,tools,warning").await;
        for kind in ["reasoning", "token", "tool_start", "tool_call", "usage", "done"] {
            assert!(kinds(&events).contains(&kind), "{name}: {kind}: {events:?}");
        }
    }
}

#[tokio::test]
async fn what_a_vendor_lacks_is_a_warning_for_who_asks() {
    let (daemon, _demo) = daemon(Script::text("Hello")).await;
    let history = json!([
        {"role": "user", "content": "first"},
        {"role": "assistant", "content": "second", "reasoning_content": "of nobody's"},
    ]);
    let body = json!({"message": "third", "history": history}).to_string();
    let path = "/chat?provider=anthropic&events=warning";
    let events = daemon.post(path, &body).await.events().await;
    let warning = events.iter().find(|event| event["type"] == "warning").expect("a warning");
    assert!(warning["message"].as_str().unwrap().len() > 5, "{warning}");
    assert!(warning["kind"].is_string() && warning["subject"].is_string(), "{warning}");
}

#[tokio::test]
async fn options_reach_the_vendor() {
    let (daemon, demo) = daemon(Script::text("Hello")).await;
    let body = json!({"message": "Hi", "max_tokens": 77, "temperature": 0.25}).to_string();
    let body = body.as_str();
    for (path, model) in [("anthropic", "claude-haiku-4-5"), ("openai", "gpt-4o-mini")] {
        let events = daemon.post(&format!("/chat?provider={path}/{model}"), body).await.events();
        assert_eq!(events.await.last().unwrap()["finish_reason"], "stop");
        let seen = demo.sim(path).unwrap().requests()[0].json.clone();
        let limit = ["max_tokens", "max_output_tokens"].map(|name| seen[name].clone());
        assert!(limit.contains(&json!(77)), "{seen}");
        assert_eq!(seen["temperature"], 0.25);
    }
    for (given, expected) in [(json!("high"), "high"), (json!("low"), "low")] {
        let body = json!({"message": "Hi", "reasoning": given}).to_string();
        daemon.post("/chat?provider=openai", &body).await.events().await;
        let seen = demo.sim("openai").unwrap().requests().last().unwrap().json.clone();
        assert_eq!(seen["reasoning"]["effort"], expected, "{seen}");
    }
}

#[tokio::test]
async fn the_demo_reasons_and_calls_where_it_is_asked_to() {
    let demo = Demo::start().await.unwrap();
    let daemon = Daemon::start(demo.router()).await;
    let parameters = json!({"type": "object", "properties": {"word": {"type": "string"}}});
    let tool =
        json!({"type": "function", "function": {"name": "look_up", "parameters": parameters}});
    for name in names() {
        let path = format!("/chat?provider={name}&events=reasoning,tools");
        let body = json!({"message": "kei", "reasoning": "high", "tools": [tool]}).to_string();
        let events = daemon.post(&path, &body).await.events().await;
        assert!(kinds(&events).contains(&"reasoning"), "{name}: {events:?}");
        let call = events.iter().find(|event| event["type"] == "tool_call").expect("a call");
        assert_eq!(call["arguments"], r#"{"word":"kei"}"#, "{name}");
        let history = json!([
            {"role": "user", "content": "kei"},
            {"role": "assistant", "content": null, "tool_calls": [
                {"id": call["id"], "type": "function",
                 "function": {"name": "look_up", "arguments": call["arguments"]}}]},
            {"role": "tool", "tool_call_id": call["id"], "content": "a silicon life"},
        ]);
        let body = json!({"message": "So?", "history": history, "tools": [tool]}).to_string();
        let events = daemon.post(&path, &body).await.events().await;
        assert!(tokens(&events).concat().contains("You said: So?."), "{name}: {events:?}");
    }
}
