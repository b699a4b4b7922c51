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
    assert_eq!(rest.last(), Some(&json!({"type": "done", "conversation_id": "c-1"})));
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
            "data: {\"type\":\"done\",\"conversation_id\":\"c-1\"}\n\n",
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
        let answer = daemon.chat(&format!("?provider={name}&events=other,usage"), "Hi").await;
        let bill = bill(answer).await;
        assert_eq!(bill["provider"], name);
        assert_eq!(bill["finish_reason"], "stop");
        assert_eq!(bill["usage"]["input"], 1_000);
        assert_eq!(bill["usage"]["output"], 10);
        for other in ["", "&events=", "&events=usages"] {
            let events =
                daemon.chat(&format!("?provider={name}{other}"), "Hi").await.events().await;
            assert!(events.iter().all(|event| event["type"] != "usage"), "{events:?}");
        }
    }
}
