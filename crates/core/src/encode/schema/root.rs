//! The top level of a schema, which must be an object.

use super::{Changes, describe};
use serde_json::{Map, Value};

/// Makes the top level a plain object, without a `$ref` and without alternatives.
pub(super) fn object(schema: &mut Map<String, Value>, changes: &mut Changes) {
    for word in ["$schema", "$id", "$comment"] {
        schema.remove(word);
    }
    if let Some(target) = schema.get("$ref").and_then(|path| resolve(schema, path)) {
        schema.remove("$ref");
        for (word, value) in target {
            schema.entry(word).or_insert(value);
        }
    }
    flatten(schema, changes);
}

/// Replaces top-level alternatives by one object with the properties of all of them.
pub(super) fn flatten(schema: &mut Map<String, Value>, changes: &mut Changes) {
    for word in ["allOf", "anyOf", "oneOf"] {
        let Some(Value::Array(branches)) = schema.remove(word) else { continue };
        let resolved: Vec<_> = branches
            .iter()
            .filter_map(|branch| {
                branch
                    .get("$ref")
                    .and_then(|path| resolve(schema, path))
                    .or(branch.as_object().cloned())
            })
            .collect();
        join(schema, &resolved, word == "allOf");
        if word != "allOf" {
            describe(schema, &[(word.to_owned(), Value::Array(branches))]);
            changes.say(format!("{word} at the top level is only described"));
        }
        schema.entry("type").or_insert_with(|| "object".into());
    }
}

fn join(schema: &mut Map<String, Value>, branches: &[Map<String, Value>], all: bool) {
    let mut required = words(schema.get("required"));
    for branch in branches {
        let members = branch.get("properties").and_then(Value::as_object);
        let own = schema.entry("properties").or_insert_with(|| Map::new().into());
        if let (Some(own), Some(members)) = (own.as_object_mut(), members) {
            for (name, member) in members {
                own.entry(name.clone()).or_insert_with(|| member.clone());
            }
        }
        for name in words(branch.get("required")) {
            let everywhere = branches.iter().all(|one| words(one.get("required")).contains(&name));
            if (all || everywhere) && !required.contains(&name) {
                required.push(name);
            }
        }
    }
    if !required.is_empty() {
        schema.insert("required".to_owned(), required.into());
    }
}

fn words(list: Option<&Value>) -> Vec<String> {
    let words = list.and_then(Value::as_array).into_iter().flatten();
    words.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Resolves a reference within the schema.
fn resolve(schema: &Map<String, Value>, path: &Value) -> Option<Map<String, Value>> {
    let path = path.as_str()?.strip_prefix("#/")?;
    let (table, name) = path.split_once('/')?;
    schema.get(table)?.get(name)?.as_object().cloned()
}
