//! What extra members change in a body, and what they leave alone.

use super::body;
use crate::{ChatRequest, Message, Part};
use serde_json::value::RawValue;
use serde_json::{Value, json};

/// A body that no parser of numbers would give back as it is.
const BODY: &str = r#"{"z":1.50,"input":[{"b":12345678901234567890123,"a":1e400,"é":"\u00e9"}],"text":{"verbosity":"high","format":{"name":"s","schema":{"z":1.0,"a":2}}},"tools":[{"name":"f","x":1.0}],"include":[],"stop":["a"]}"#;

fn merged(extras: &[(&str, Value)]) -> String {
    let raw = RawValue::from_string(BODY.to_owned()).unwrap();
    let request = ChatRequest::new([Message::user("Hello")]);
    let request = extras
        .iter()
        .fold(request, |request, (key, value)| request.extra_body(*key, value.clone()));
    String::from_utf8(body(&raw, &request, "v").unwrap().to_vec()).unwrap()
}

#[test]
fn what_no_extra_names_keeps_its_exact_bytes() {
    assert_eq!(merged(&[]), BODY);
    let with = merged(&[("new", json!(1))]);
    assert_eq!(with, format!("{},\"new\":1}}", BODY.strip_suffix('}').unwrap()));
    let deep = merged(&[("text", json!({"verbosity": "low"}))]);
    assert_eq!(deep, BODY.replace("\"high\"", "\"low\""));
}

#[test]
fn objects_merge_deeply_and_keep_their_other_members() {
    let deep = merged(&[("text", json!({"format": {"schema": {"a": 3, "n": null}}, "new": {}}))]);
    let want = BODY.replace(r#""a":2}}"#, r#""a":3,"n":null}},"new":{}"#);
    assert_eq!(deep, want);
}

#[test]
fn tools_and_include_are_appended_to_and_other_lists_are_replaced() {
    let lists = merged(&[
        ("tools", json!([{"type": "web_search"}])),
        ("include", json!(["x", "y"])),
        ("stop", json!(["b"])),
    ]);
    let want = BODY
        .replace(r#""x":1.0}]"#, r#""x":1.0},{"type":"web_search"}]"#)
        .replace(r#""include":[]"#, r#""include":["x","y"]"#)
        .replace(r#"["a"]"#, r#"["b"]"#);
    assert_eq!(lists, want);
}

#[test]
fn a_value_of_another_type_replaces() {
    assert_eq!(merged(&[("text", Value::Null)]).matches("\"text\":null").count(), 1);
    assert!(merged(&[("z", json!({"a": 1}))]).starts_with(r#"{"z":{"a":1},"#));
    assert!(merged(&[("tools", json!("none"))]).contains(r#""tools":"none""#));
}

#[test]
fn the_last_state_of_the_vendor_becomes_members_of_the_body() {
    let state = |vendor: &str, json: &str| Message::assistant(Part::state(vendor, json));
    let raw = RawValue::from_string(r#"{"a":1}"#.to_owned()).unwrap();
    let written = |messages: Vec<Message>| {
        body(&raw, &ChatRequest::new(messages), "v")
            .map(|body| String::from_utf8_lossy(&body).into_owned())
    };
    let history = vec![
        state("v", r#"{"container":"old"}"#),
        state("v", r#"{"container":"new","n":1.50}"#),
        state("other", r#"{"container":"foreign"}"#),
    ];
    assert_eq!(written(history).unwrap(), r#"{"a":1,"container":"new","n":1.50}"#);
    assert_eq!(written(vec![state("other", "{}")]).unwrap(), r#"{"a":1}"#);
    assert!(written(vec![state("v", "3")]).is_err());
}
