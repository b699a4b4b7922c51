//! JSON schemas, fitted to the subset that vendors enforce.

mod node;
mod root;
mod words;

use serde_json::{Map, Value};

/// The subset of JSON Schema that a vendor accepts for enforced (strict) schemas. Under every rule
/// objects are closed (`additionalProperties: false`), `oneOf` becomes `anyOf`, and a `$ref` has no
/// siblings.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct SchemaRules {
    /// Whether every property must be required. An optional property then becomes nullable.
    pub requires_all: bool,
    /// Whether the vendor accepts this keyword with this value. Other keywords are moved to the
    /// description, for the model to read.
    pub takes: fn(&str, &Value) -> bool,
}

/// A schema in the form that a vendor accepts.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Fitted {
    /// The schema.
    pub schema: Map<String, Value>,
    /// What it no longer enforces, or now requires, in a few words each. Empty if its meaning is
    /// unchanged.
    pub changes: Vec<String>,
    /// Whether an object that accepted any property had to be closed, so that it accepts none. Such
    /// a schema is better not enforced, if the vendor gives the choice.
    pub closed: bool,
}

impl SchemaRules {
    /// Closed objects with every property required; bounds on numbers and lists are accepted.
    pub const ALL_REQUIRED: Self = Self { requires_all: true, takes: words::bounded };
    /// Closed objects with optional properties; no bounds are accepted.
    pub const CLOSED: Self = Self { requires_all: false, takes: words::unbounded };

    /// Fits the schema of an object; `None` for a schema of anything else.
    pub fn fit(&self, schema: &Value) -> Option<Fitted> {
        let mut schema = schema.as_object()?.clone();
        let mut changes = Changes::default();
        root::object(&mut schema, &mut changes);
        if schema.get("type").is_some_and(|kind| kind != "object") {
            return None;
        }
        schema.insert("type".to_owned(), "object".into());
        node::fit(&mut schema, self, &mut changes);
        Some(Fitted { schema, changes: changes.said, closed: changes.closed })
    }
}

/// Removes `oneOf`, `anyOf` and `allOf` from the top level of a tool's schema, where some vendors
/// refuse them even if they enforce nothing. `None` if there are none.
pub fn without_alternatives(given: &Map<String, Value>) -> Option<Fitted> {
    let mut schema = given.clone();
    let mut changes = Changes::default();
    root::flatten(&mut schema, &mut changes);
    let changed = ["oneOf", "anyOf", "allOf"].iter().any(|word| given.contains_key(*word));
    changed.then_some(Fitted { schema, changes: changes.said, closed: false })
}

/// The changes, each kind once.
#[derive(Default)]
struct Changes {
    said: Vec<String>,
    closed: bool,
}

impl Changes {
    fn say(&mut self, change: impl Into<String>) {
        let change = change.into();
        if !self.said.contains(&change) {
            self.said.push(change);
        }
    }
}

/// Adds keywords that are not enforced to the description, for the model to read.
fn describe(schema: &mut Map<String, Value>, words: &[(String, Value)]) {
    let list: Vec<_> = words.iter().map(|(word, value)| format!("{word}: {value}")).collect();
    let moved = format!("{{{}}}", list.join(", "));
    let text = match schema.get("description").and_then(Value::as_str) {
        Some(text) if !text.is_empty() => format!("{text}\n\n{moved}"),
        _ => moved,
    };
    schema.insert("description".to_owned(), text.into());
}

#[cfg(test)]
mod tests;
