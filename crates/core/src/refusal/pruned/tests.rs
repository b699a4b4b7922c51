use super::{ENTRIES, TEXT, document, first};
use serde_json::{Value, json};

#[test]
fn what_a_refusal_is_read_for_is_kept_and_nothing_else() {
    let error = json!({"error": {"code": 429, "message": "m", "details": [{"retryDelay": "3s"}]},
        "request_id": "r"});
    assert_eq!(document(error.to_string().as_bytes()), Some(error));
    let other = json!({"choices": [1, 2], "error": {"param": {"type": "x"}}});
    let wanted = json!({"": null, "error": {"": null}});
    assert_eq!(document(other.to_string().as_bytes()), Some(wanted));
    assert_eq!(document(b"{} {}"), None);
    assert_eq!(first(b"{} {}"), Some(json!({})));
    assert_eq!(document(br#"{"code":1,"code":2}"#), Some(json!({"code": 2})));
}

fn entries(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(|item| 1 + entries(item)).sum(),
        Value::Object(members) => members.values().map(|value| 1 + entries(value)).sum(),
        _ => 0,
    }
}

#[test]
fn a_document_of_any_size_and_depth_becomes_a_small_value() {
    let mebibyte = |item: &str| format!("[{}0]", item.repeat((1 << 20) / item.len()));
    let row = r#"{"code":1,"type":2,"detail":[[]],"x":3},"#;
    let nested = "{\"error\":[".repeat(60) + &"]}".repeat(60);
    let lists = ["0,", "[],", "{},", "{\"x\":0},", row].map(mebibyte);
    for list in lists.into_iter().chain([nested]) {
        for body in [format!(r#"{{"error":{list}}}"#), list] {
            let value = document(body.as_bytes()).unwrap();
            assert!(entries(&value) <= 2 * ENTRIES, "{} of {}", entries(&value), body.len());
        }
    }
    let long = json!({"message": "ä".repeat(TEXT)}).to_string();
    let kept = document(long.as_bytes()).unwrap();
    assert_eq!(kept["message"].as_str().map(str::len), Some(TEXT));
}
