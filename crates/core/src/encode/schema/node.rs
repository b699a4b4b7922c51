//! Fitting one schema and its subschemas.

use super::{Changes, SchemaRules, describe};
use serde_json::{Map, Value, json};

/// Keywords whose value is a map of schemas, a list of schemas, or one schema.
const TABLES: [&str; 3] = ["properties", "$defs", "definitions"];
const LISTS: [&str; 2] = ["anyOf", "prefixItems"];

pub(super) fn fit(schema: &mut Map<String, Value>, rules: &SchemaRules, changes: &mut Changes) {
    join_all(schema);
    alternatives(schema, changes);
    move_words(schema, rules, changes);
    for (word, value) in schema.iter_mut() {
        match value {
            Value::Object(table) if TABLES.contains(&word.as_str()) => {
                let inner = table.values_mut().filter_map(Value::as_object_mut);
                inner.for_each(|one| fit(one, rules, changes));
            }
            Value::Array(list) if LISTS.contains(&word.as_str()) => {
                let inner = list.iter_mut().filter_map(Value::as_object_mut);
                inner.for_each(|one| fit(one, rules, changes));
            }
            Value::Object(one) if word == "items" => fit(one, rules, changes),
            _ => {}
        }
    }
    close(schema, rules, changes);
    reference_alone(schema);
}

/// Merges the schemas of `allOf` into this one; for keywords that several of them have, the first
/// one wins.
fn join_all(schema: &mut Map<String, Value>) {
    let Some(Value::Array(branches)) = schema.remove("allOf") else { return };
    for branch in branches {
        let Value::Object(branch) = branch else { continue };
        for (word, value) in branch {
            match (schema.get_mut(&word), value) {
                (Some(Value::Object(own)), Value::Object(more)) => {
                    more.into_iter().for_each(|(name, one)| {
                        own.entry(name).or_insert(one);
                    });
                }
                (Some(Value::Array(own)), Value::Array(more)) if word == "required" => {
                    own.extend(more);
                }
                (Some(_), _) => {}
                (None, value) => {
                    schema.insert(word, value);
                }
            }
        }
    }
}

fn alternatives(schema: &mut Map<String, Value>, changes: &mut Changes) {
    let alone = schema.get("oneOf").is_some_and(Value::is_array) && !schema.contains_key("anyOf");
    if let Some(list) = alone.then(|| schema.remove("oneOf")).flatten() {
        schema.insert("anyOf".to_owned(), list);
        changes.say("oneOf is sent as anyOf");
    }
}

/// Moves keywords that the vendor does not accept into the description.
fn move_words(schema: &mut Map<String, Value>, rules: &SchemaRules, changes: &mut Changes) {
    let lost = |(word, value): &(&String, &Value)| !(rules.takes)(word, value);
    let moved: Vec<_> =
        schema.iter().filter(lost).map(|(word, value)| (word.clone(), value.clone())).collect();
    if moved.is_empty() {
        return;
    }
    for (word, _) in &moved {
        schema.remove(word);
        changes.say(format!("{word} is only described"));
    }
    describe(schema, &moved);
}

/// Closes an object, and makes its properties required if all must be.
fn close(schema: &mut Map<String, Value>, rules: &SchemaRules, changes: &mut Changes) {
    let is_object = match schema.get("type") {
        Some(Value::Array(kinds)) => kinds.iter().any(|kind| kind == "object"),
        Some(kind) => kind == "object",
        None => schema.contains_key("properties"),
    };
    if !is_object {
        return;
    }
    let open = match schema.get("additionalProperties") {
        None => !schema.contains_key("properties"),
        Some(more) => *more != Value::Bool(false),
    };
    if open {
        changes.closed = true;
        changes.say("an object of any members was closed");
    }
    schema.insert("additionalProperties".to_owned(), false.into());
    let members = schema.entry("properties").or_insert_with(|| json!({}));
    let Some(members) = members.as_object_mut().filter(|_| rules.requires_all) else { return };
    let names: Vec<_> = members.keys().cloned().collect();
    let required: Vec<Value> =
        schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    if let Some(Value::Object(members)) = schema.get_mut("properties") {
        for (name, member) in members.iter_mut() {
            if !required.iter().any(|known| known == name) && nullable(member) {
                changes.say("optional members are required, and may be null");
            }
        }
    }
    schema.insert("required".to_owned(), names.into());
}

/// Makes a property nullable; `false` if it is already.
fn nullable(member: &mut Value) -> bool {
    let null = || json!({"type": "null"});
    let Value::Object(schema) = member else { return false };
    if let Some(Value::Array(branches)) = schema.get_mut("anyOf") {
        let known = branches.contains(&null());
        if !known {
            branches.push(null());
        }
        return !known;
    }
    let kinds = match schema.get("type") {
        Some(Value::String(kind)) => vec![Value::from(kind.as_str())],
        Some(Value::Array(kinds)) => kinds.clone(),
        _ => {
            let branches = [member.take(), null()];
            *member = json!({"anyOf": branches});
            return true;
        }
    };
    if kinds.iter().any(|kind| kind == "null") {
        return false;
    }
    let kinds: Vec<_> = kinds.into_iter().chain(["null".into()]).collect();
    schema.insert("type".to_owned(), kinds.into());
    if let Some(Value::Array(values)) = schema.get_mut("enum") {
        values.push(Value::Null);
    }
    true
}

/// A `$ref` may have no siblings, so one that has some becomes the only `anyOf` alternative.
fn reference_alone(schema: &mut Map<String, Value>) {
    let accompanied = schema.len() > 1 && !schema.contains_key("anyOf");
    if let Some(path) = accompanied.then(|| schema.remove("$ref")).flatten() {
        schema.insert("anyOf".to_owned(), json!([{"$ref": path}]));
    }
}
