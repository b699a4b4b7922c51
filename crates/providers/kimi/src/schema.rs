//! What Kimi takes of JSON Schema.

use serde_json::{Map, Value};

/// Words under which a schema holds a table of schemas, a list of them, or one.
const TABLES: [&str; 3] = ["properties", "$defs", "definitions"];
const LISTS: [&str; 4] = ["anyOf", "oneOf", "allOf", "prefixItems"];
const ONES: [&str; 2] = ["items", "additionalProperties"];

/// Adapts the schema of an object to what the vendor accepts, without changing its meaning:
///
/// - no `$schema`;
/// - the items of a tuple under `prefixItems`;
/// - within the schema, a `type` next to `anyOf` moves into the branches, and a missing type is
///   added if the other members imply it.
pub(crate) fn adapt(root: &mut Value) {
    let Value::Object(members) = root else { return };
    members.remove("$schema");
    tuple(members);
    inner(members);
}

fn inner(members: &mut Map<String, Value>) {
    for (name, value) in members.iter_mut() {
        let word = |words: &[&str]| words.contains(&name.as_str());
        match value {
            Value::Object(table) if word(&TABLES) => table.values_mut().for_each(within),
            Value::Array(list) if word(&LISTS) => list.iter_mut().for_each(within),
            one if word(&ONES) => within(one),
            _ => {}
        }
    }
}

/// A schema inside another one.
fn within(schema: &mut Value) {
    let Value::Object(members) = schema else { return };
    tuple(members);
    branches(members);
    if let Some(kind) = evident(members) {
        members.insert("type".to_owned(), kind.into());
    }
    inner(members);
}

fn tuple(members: &mut Map<String, Value>) {
    if let Some(items) = members.remove("items") {
        let name = if items.is_array() { "prefixItems" } else { "items" };
        members.insert(name.to_owned(), items);
    }
}

/// Each branch gets the type that stands beside them, unless it has one.
fn branches(members: &mut Map<String, Value>) {
    if !members.get("anyOf").is_some_and(Value::is_array) {
        return;
    }
    let Some(kind) = members.remove("type") else { return };
    let list = members.get_mut("anyOf").and_then(Value::as_array_mut);
    for branch in list.into_iter().flatten().filter_map(Value::as_object_mut) {
        if !branch.contains_key("$ref") {
            branch.entry("type").or_insert_with(|| kind.clone());
        }
    }
}

/// The missing type of a schema, if its other members imply it.
fn evident(members: &Map<String, Value>) -> Option<&'static str> {
    let has = |names: &[&str]| names.iter().any(|name| members.contains_key(*name));
    if has(&["type", "anyOf", "oneOf", "allOf", "$ref"]) {
        return None;
    }
    let given = members.get("enum").and_then(Value::as_array).map(Vec::as_slice);
    let given = given.or(members.get("const").map(std::slice::from_ref)).unwrap_or_default();
    match given {
        [_, ..] if given.iter().all(Value::is_string) => Some("string"),
        [_, ..] if given.iter().all(|value| value.is_i64() || value.is_u64()) => Some("integer"),
        _ if has(&["properties"]) => Some("object"),
        _ if has(&["items", "prefixItems"]) => Some("array"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::adapt;
    use serde_json::json;

    #[test]
    fn schemas_become_what_the_vendor_takes() {
        let mut schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
            "properties": {
                "$schema": {"type": "string"},
                "pair": {"items": [{"type": "string"}, {"const": 7}]},
                "unit": {"enum": ["c", "f"]},
                "place": {"type": "string", "anyOf": [{"minLength": 2}, {"$ref": "#/$defs/p"}]},
                "inner": {"properties": {"list": {"items": {"properties": {}}}}},
                "any": {},
            },
            "$defs": {"p": {"type": "string"}},
        });
        adapt(&mut schema);
        let properties = json!({
            "$schema": {"type": "string"},
            "pair": {"type": "array",
                     "prefixItems": [{"type": "string"}, {"const": 7, "type": "integer"}]},
            "unit": {"enum": ["c", "f"], "type": "string"},
            "place": {"anyOf": [{"minLength": 2, "type": "string"}, {"$ref": "#/$defs/p"}]},
            "inner": {"type": "object", "properties": {
                "list": {"type": "array", "items": {"type": "object", "properties": {}}}}},
            "any": {},
        });
        let want = json!({"type": "object", "properties": properties,
                          "$defs": {"p": {"type": "string"}}});
        assert_eq!(schema, want);
    }

    #[test]
    fn what_it_takes_already_stays() {
        for schema in [
            json!({"type": "object", "properties": {"a": {"type": ["string", "null"]}}}),
            json!({"type": "object", "anyOf": [{"required": ["a"]}], "additionalProperties": false}),
            json!(true),
        ] {
            let mut adapted = schema.clone();
            adapt(&mut adapted);
            assert_eq!(adapted, schema);
        }
    }
}
