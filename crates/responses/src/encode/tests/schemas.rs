//! Schemas that the vendor is to hold the model to, and what depends on the model.

use super::*;

fn recipe() -> Value {
    json!({"type": "object", "required": ["minutes"], "properties": {
        "minutes": {"type": "integer", "format": "uint32", "minimum": 0},
        "note": {"type": "string"},
    }})
}

fn fitted() -> Value {
    json!({"type": "object", "required": ["minutes", "note"], "additionalProperties": false,
    "properties": {
        "minutes": {"type": "integer", "minimum": 0, "description": "{format: \"uint32\"}"},
        "note": {"type": ["string", "null"]},
    }})
}

fn reply(schema: Value, strict: bool) -> ChatRequest {
    hello().response_format(ResponseFormat::JsonSchema { name: "s".into(), schema, strict })
}

#[test]
fn a_strict_schema_is_fitted_and_the_changes_are_reported() {
    let (body, warnings) = sent(Dialect::PLAIN, &reply(recipe(), true));
    assert_eq!(body["text"]["format"]["schema"], fitted());
    assert_eq!(
        (&body["text"]["format"]["strict"], warnings.as_slice()),
        (&json!(true), &["response_format".to_owned()][..])
    );
    let (body, warnings) = sent(Dialect::PLAIN, &reply(recipe(), false));
    assert_eq!((&body["text"]["format"]["schema"], warnings.len()), (&recipe(), 0));
    refused(Dialect::PLAIN, reply(json!({"type": "array", "items": {}}), true));
}

#[test]
fn a_schema_of_any_members_is_not_enforced() {
    let map = json!({"type": "object", "additionalProperties": {"type": "integer"}});
    let (body, warnings) = sent(Dialect::PLAIN, &reply(map.clone(), true));
    let format = &body["text"]["format"];
    assert_eq!((&format["schema"], &format["strict"]), (&map, &json!(false)));
    assert_eq!(warnings, ["response_format"]);
}

#[test]
fn strict_tools_are_fitted_and_others_are_sent_as_they_are() {
    let tool = Tool { name: "f".into(), description: String::new(), schema: recipe() };
    let (body, warnings) = sent(Dialect::PLAIN, &hello().tools([tool.clone()]).strict_tools(true));
    assert_eq!(
        (&body["tools"][0]["parameters"], &body["tools"][0]["strict"]),
        (&fitted(), &json!(true))
    );
    assert_eq!(warnings, ["tools"]);
    let (body, warnings) = sent(Dialect::PLAIN, &hello().tools([tool]));
    assert_eq!(
        (&body["tools"][0]["parameters"], &body["tools"][0]["strict"]),
        (&recipe(), &json!(false))
    );
    assert_eq!(warnings, Vec::<String>::new());
}

#[test]
fn a_cache_mark_that_no_model_takes_is_reported() {
    let part = Part::text("long").cached(kei_router_core::CacheTtl::OneHour);
    let (body, warnings) = sent(Dialect::PLAIN, &ChatRequest::new([Message::user(part)]));
    assert_eq!(
        (&body["input"][0]["content"], warnings),
        (&json!("long"), vec!["cache mark".to_owned()])
    );
}
