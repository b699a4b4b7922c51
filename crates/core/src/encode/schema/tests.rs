//! What schemas become.

use super::{SchemaRules, without_alternatives};
use serde_json::{Value, json};

fn fit(rules: SchemaRules, schema: &Value) -> (Value, Vec<String>) {
    let fitted = rules.fit(schema).unwrap();
    (fitted.schema.into(), fitted.changes)
}

/// What `schemars` makes of a struct with a `u32` and an `Option<String>`.
fn derived() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Recipe",
        "type": "object", "required": ["minutes"],
        "properties": {
            "minutes": {"type": "integer", "format": "uint32", "minimum": 0},
            "note": {"type": ["string", "null"]},
        },
    })
}

#[test]
fn a_derived_schema_is_closed_with_every_member_required() {
    let (schema, changes) = fit(SchemaRules::ALL_REQUIRED, &derived());
    let want = json!({
        "title": "Recipe", "type": "object", "required": ["minutes", "note"],
        "additionalProperties": false,
        "properties": {
            "minutes": {"type": "integer", "minimum": 0, "description": "{format: \"uint32\"}"},
            "note": {"type": ["string", "null"]},
        },
    });
    assert_eq!(schema, want);
    assert_eq!(changes, ["format is only described"]);
}

#[test]
fn bounds_are_described_where_they_are_not_taken() {
    let (schema, changes) = fit(SchemaRules::CLOSED, &derived());
    let minutes = json!({"type": "integer", "description": "{format: \"uint32\", minimum: 0}"});
    assert_eq!(schema["properties"]["minutes"], minutes);
    assert_eq!(schema["required"], json!(["minutes"]));
    assert_eq!(schema["additionalProperties"], false);
    assert_eq!(changes, ["format is only described", "minimum is only described"]);
}

#[test]
fn optional_members_may_be_null_where_all_are_required() {
    let schema = json!({"type": "object", "properties": {
        "a": {"type": "string", "enum": ["x"]},
        "b": {"anyOf": [{"type": "string"}]},
        "c": {"$ref": "#/$defs/c"},
    }, "$defs": {"c": {"type": "integer"}}});
    let (schema, changes) = fit(SchemaRules::ALL_REQUIRED, &schema);
    let members = json!({
        "a": {"type": ["string", "null"], "enum": ["x", null]},
        "b": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        "c": {"anyOf": [{"$ref": "#/$defs/c"}, {"type": "null"}]},
    });
    assert_eq!((&schema["properties"], &schema["required"]), (&members, &json!(["a", "b", "c"])));
    assert_eq!(changes, ["optional members are required, and may be null"]);
}

#[test]
fn alternatives_and_references_keep_their_meaning_in_other_words() {
    let schema = json!({"type": "object", "required": ["a", "b", "c"], "properties": {
        "a": {"oneOf": [{"type": "object", "properties": {"x": {"type": "string"}}, "required": ["x"]}]},
        "b": {"$ref": "#/$defs/b", "description": "B."},
        "c": {"allOf": [{"$ref": "#/$defs/b"}], "title": "C"},
    }, "$defs": {"b": {"type": "integer"}}});
    let (schema, changes) = fit(SchemaRules::CLOSED, &schema);
    let branch = json!({"type": "object", "properties": {"x": {"type": "string"}},
        "required": ["x"], "additionalProperties": false});
    assert_eq!(schema["properties"]["a"], json!({"anyOf": [branch]}));
    assert_eq!(
        schema["properties"]["b"],
        json!({"anyOf": [{"$ref": "#/$defs/b"}], "description": "B."})
    );
    assert_eq!(schema["properties"]["c"], json!({"anyOf": [{"$ref": "#/$defs/b"}], "title": "C"}));
    assert_eq!(changes, ["oneOf is sent as anyOf"]);
}

#[test]
fn an_object_of_any_members_is_told_apart() {
    let map = json!({"type": "object", "properties": {
        "m": {"type": "object", "additionalProperties": {"type": "integer"}}}, "required": ["m"]});
    let fitted = SchemaRules::ALL_REQUIRED.fit(&map).unwrap();
    assert!(fitted.closed);
    assert_eq!(fitted.changes, ["an object of any members was closed"]);
    assert!(!SchemaRules::ALL_REQUIRED.fit(&derived()).unwrap().closed);
}

#[test]
fn the_top_level_is_one_object() {
    let referring = json!({"$ref": "#/$defs/r", "$defs": {"r": {"type": "object",
        "properties": {"a": {"type": "string"}}, "required": ["a"]}}});
    let (schema, changes) = fit(SchemaRules::CLOSED, &referring);
    assert_eq!(schema["properties"]["a"], json!({"type": "string"}));
    assert_eq!((schema.get("$ref"), changes.len()), (None, 0));
    for other in [json!({"type": "array", "items": {}}), json!(true), json!({"type": "string"})] {
        assert!(SchemaRules::CLOSED.fit(&other).is_none());
    }
}

#[test]
fn alternatives_of_a_tool_become_members_of_one_object() {
    let one = json!({"properties": {"a": {"type": "string"}, "k": {}}, "required": ["a", "k"]});
    let other = json!({"properties": {"b": {"type": "string"}, "k": {}}, "required": ["b", "k"]});
    let schema = json!({"type": "object", "description": "D.", "oneOf": [one, other]});
    let fitted = without_alternatives(schema.as_object().unwrap()).unwrap();
    let members = json!({"a": {"type": "string"}, "b": {"type": "string"}, "k": {}});
    assert_eq!(fitted.schema["properties"], members);
    assert_eq!(fitted.schema["required"], json!(["k"]));
    let text = fitted.schema["description"].as_str().unwrap();
    assert!(text.starts_with("D.\n\n{oneOf: [{"), "{text}");
    let all = json!({"type": "object", "allOf": [one, other]});
    // Nothing is lost where all must hold.
    let joined = without_alternatives(all.as_object().unwrap());
    assert_eq!(joined.unwrap().schema["required"], json!(["a", "k", "b"]));
    assert!(without_alternatives(derived().as_object().unwrap()).is_none());
}
