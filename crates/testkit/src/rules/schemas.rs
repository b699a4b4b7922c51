//! What a JSON schema must be.

use crate::json::{items, member};
use serde_json::Value;

/// What is wrong with a schema. The root is an object's; of a strict one, each object closes
/// itself to further properties, and demands all that it has.
pub(super) fn fault(schema: &Value, strict: bool) -> Option<String> {
    if member(schema, "type") != "object" {
        return Some("schema must be a JSON Schema of 'type: \"object\"'".to_owned());
    }
    if strict { loose(schema) } else { None }
}

/// The first object in a schema that is not strict.
fn loose(schema: &Value) -> Option<String> {
    if member(schema, "type") == "object" {
        if member(schema, "additionalProperties") != false {
            return Some(
                "'additionalProperties' is required to be supplied and to be false".to_owned(),
            );
        }
        let required = items(schema, "required");
        let mut names = member(schema, "properties").as_object().into_iter().flatten();
        let missing = names.find(|(name, _)| !required.iter().any(|one| one == name.as_str()));
        if let Some((name, _)) = missing {
            return Some(format!(
                "'required' is required to be supplied and to be an array including every key in \
                 properties. Missing '{name}'"
            ));
        }
    }
    within(schema).into_iter().find_map(loose)
}

/// The first thing in a schema that a vendor refuses which closes objects, and bounds nothing.
pub(super) fn unbounded_fault(schema: &Value) -> Option<String> {
    const REFUSED: [&str; 12] = [
        "oneOf",
        "not",
        "pattern",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minLength",
        "maxLength",
        "maxItems",
        "patternProperties",
    ];
    if member(schema, "type") == "object" && member(schema, "additionalProperties") != false {
        return Some(
            "For 'object' type, 'additionalProperties' must be explicitly set to false".to_owned(),
        );
    }
    if let Some(word) = REFUSED.iter().find(|word| schema.get(**word).is_some()) {
        return Some(format!("property '{word}' is not supported"));
    }
    within(schema).into_iter().find_map(unbounded_fault)
}

/// The schemas directly within a schema.
fn within(schema: &Value) -> Vec<&Value> {
    let tables = ["properties", "$defs", "definitions"].map(|name| member(schema, name));
    let tables = tables.into_iter().filter_map(Value::as_object).flat_map(|table| table.values());
    let lists = ["anyOf", "allOf", "prefixItems"].into_iter().flat_map(|name| items(schema, name));
    tables.chain(lists).chain(schema.get("items")).collect()
}
