//! Members that stand twice in one object: the last one counts, on every wire.

use kei_router::StreamEvent;
use kei_router_testkit::{Replay, Script};
use kei_router_tests::VendorWire;
use serde_json::Value;

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
        scalar => scalar.to_string(),
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

async fn events(wire: &VendorWire, body: String) -> Vec<StreamEvent> {
    let items = wire.stream(Replay::sse(body)).await.expect("it begins");
    items.into_iter().map(|event| event.expect("no error")).collect()
}

#[tokio::test]
async fn a_member_that_comes_twice_counts_the_last_time_on_every_wire() {
    let script = Script::new().reason(["Hm, ", "well."]).say("Two cities.").call(
        "call_1",
        "weather",
        r#"{"city":"Oslo"}"#,
    );
    for wire in VendorWire::all() {
        let body = wire.body(&script);
        let twice = stream(&body);
        assert_ne!(twice, body);
        let (wanted, got) = (events(&wire, body).await, events(&wire, twice).await);
        assert!(wanted.len() > 8, "{wanted:?}");
        assert_eq!(got, wanted, "{}", wire.name());
    }
}
