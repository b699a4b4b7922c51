use super::Content;
use crate::{CacheTtl, Message, Part};

#[test]
fn plain_text_is_a_string_and_parts_are_an_array() {
    let plain = Message { role: "user".into(), content: "hi".into() };
    let json = serde_json::to_string(&plain).unwrap();
    assert_eq!(json, r#"{"role":"user","content":"hi"}"#);
    assert_eq!(serde_json::from_str::<Message>(&json).unwrap(), plain);

    let rich = Message::user(vec![
        Part::text("hi").cached(CacheTtl::FiveMinutes),
        Part::tool_call("c1", "f", "{}"),
    ]);
    let json = serde_json::to_string(&rich).unwrap();
    assert_eq!(
        json,
        r#"{"role":"user","content":[{"type":"text","text":"hi","cache":"5m"},"#.to_owned()
            + r#"{"type":"tool_call","call_id":"c1","name":"f","arguments":"{}"}]}"#
    );
    assert_eq!(serde_json::from_str::<Message>(&json).unwrap(), rich);
}

#[test]
fn a_clone_shares_until_it_is_changed() {
    let first = Content::from("a");
    let mut second = first.clone();
    assert!(std::ptr::eq(first.parts(), second.parts()));
    second.push(Part::text("b"));
    assert_eq!((first.text().as_ref(), second.text().as_ref()), ("a", "ab"));
}

#[test]
fn a_wrong_shape_says_what_is_wanted() {
    let error = serde_json::from_str::<Content>("3").unwrap_err().to_string();
    assert!(error.contains("a string, an array of parts or null"), "{error}");
}
