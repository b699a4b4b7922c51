//! Changes to the bodies of simulated replies.

use serde_json::Value;

/// The body with each payload changed; what is no JSON stays.
pub(super) fn payloads(body: &str, change: impl Fn(&mut Value)) -> String {
    let line = |line: &str| match line.strip_prefix("data: ").map(serde_json::from_str) {
        Some(Ok(mut payload)) => {
            change(&mut payload);
            format!("data: {payload}\n")
        }
        _ => format!("{line}\n"),
    };
    body.lines().map(line).collect()
}

/// Every object in a payload, the inner ones first.
pub(super) fn objects(value: &mut Value, change: &impl Fn(&mut serde_json::Map<String, Value>)) {
    match value {
        Value::Object(members) => {
            members.values_mut().for_each(|member| objects(member, change));
            change(members);
        }
        Value::Array(items) => items.iter_mut().for_each(|item| objects(item, change)),
        _ => {}
    }
}

/// The body without any member of this name.
pub(super) fn without(body: &str, name: &str) -> String {
    let changed = payloads(body, |payload| {
        objects(payload, &|members| drop(members.remove(name)));
    });
    assert_ne!(changed, body, "there is no {name}");
    changed
}

/// The body with this value wherever the member is.
pub(super) fn with(body: &str, name: &str, value: &Value) -> String {
    let changed = payloads(body, |payload| {
        objects(payload, &|members| {
            if let Some(member) = members.get_mut(name) {
                *member = value.clone();
            }
        });
    });
    assert_ne!(changed, body, "there is no {name}");
    changed
}
