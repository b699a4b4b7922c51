//! Members that stand twice in one object: the last one counts, on every wire.

use futures_util::StreamExt;
use kei_router::{ChatRequest, Message, StreamEvent, Vendor, Wire, vendors};
use kei_router_testkit::{Replay, ReplayTransport, Script, render};
use serde_json::Value;
use std::sync::Arc;

/// JSON in which each member stands twice, first with a value of another shape.
fn doubled(value: &Value) -> String {
    const OTHERS: [&str; 5] = ["null", "7", "\"x\"", "[{}]", "{\"a\":1}"];
    match value {
        Value::Object(members) => {
            let both = members.iter().zip(OTHERS.iter().cycle());
            let both = both.map(|((name, value), other)| {
                let name = Value::from(name.as_str());
                format!("{name}:{other},{name}:{}", doubled(value))
            });
            format!("{{{}}}", both.collect::<Vec<_>>().join(","))
        }
        Value::Array(items) => {
            format!("[{}]", items.iter().map(doubled).collect::<Vec<_>>().join(","))
        }
        plain => plain.to_string(),
    }
}

/// The stream with each payload doubled.
fn stream(body: &str) -> String {
    let line = |line: &str| match line.strip_prefix("data: ").map(serde_json::from_str::<Value>) {
        Some(Ok(payload)) => format!("data: {}\n", doubled(&payload)),
        _ => format!("{line}\n"),
    };
    body.lines().map(line).collect()
}

async fn events(vendor: &Vendor, wire: &Wire, body: String) -> Vec<StreamEvent> {
    let transport = Arc::new(ReplayTransport::new(Replay::sse(body)));
    let provider = vendor.over(transport, wire).expect("compiled in");
    let request = ChatRequest::new([Message::user("Hi")]).max_tokens(100);
    let stream = provider.stream(&request).await.expect("it begins");
    stream.map(|event| event.expect("no error")).collect().await
}

#[tokio::test]
async fn a_member_that_comes_twice_counts_the_last_time_on_every_wire() {
    let script = Script::new().reason(["Hm, ", "well."]).say("Two cities.").call(
        "call_1",
        "weather",
        r#"{"city":"Oslo"}"#,
    );
    for vendor in vendors() {
        let descriptor = vendor.descriptor().expect("compiled in");
        for wire in descriptor.wires() {
            let body = render(&descriptor.speaking(wire), &script).expect("a known wire");
            let body = String::from_utf8(body.to_vec()).expect("text");
            let twice = stream(&body);
            assert_ne!(twice, body);
            let (wanted, got) =
                (events(vendor, wire, body).await, events(vendor, wire, twice).await);
            assert!(wanted.len() > 8, "{wanted:?}");
            assert_eq!(got, wanted, "{} {}", vendor.name(), wire.format);
        }
    }
}
