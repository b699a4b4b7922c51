//! JSON schemas, fitted to what vendors take of them where they hold a model to one.

mod node;
mod root;
mod words;

use serde_json::{Map, Value};

/// What a vendor takes of JSON Schema where it holds a model to a schema. Under every rule objects
/// are closed (`additionalProperties: false`), `oneOf` is `anyOf`, and a `$ref` stands alone.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct SchemaRules {
    /// Whether every member of an object must be required. One that was optional may then be null.
    pub requires_all: bool,
    /// Whether the vendor takes this word with this value. What it does not take is told the model
    /// in the description.
    pub takes: fn(&str, &Value) -> bool,
}

/// A schema as a vendor takes it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Fitted {
    /// The schema.
    pub schema: Map<String, Value>,
    /// What it no longer enforces, or now asks for, in a few words each. Empty where it means
    /// exactly what it did.
    pub changes: Vec<String>,
    /// Whether an object that took any member had to be closed, so that it takes none: a schema
    /// that is better not enforced, where the vendor gives the choice.
    pub closed: bool,
}

impl SchemaRules {
    /// Closed objects, of which every member is required; numbers and lists may be bounded.
    pub const ALL_REQUIRED: Self = Self { requires_all: true, takes: words::bounded };
    /// Closed objects, whose members may be optional; nothing is bounded.
    pub const CLOSED: Self = Self { requires_all: false, takes: words::unbounded };

    /// The schema of an object, fitted; `None` for a schema of anything else.
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

/// The schema of a tool whose top level has no `oneOf`, `anyOf` or `allOf`, which some vendors
/// refuse there even where they enforce nothing.
pub fn without_alternatives(given: &Map<String, Value>) -> Option<Fitted> {
    let mut schema = given.clone();
    let mut changes = Changes::default();
    root::flatten(&mut schema, &mut changes);
    let changed = ["oneOf", "anyOf", "allOf"].iter().any(|word| given.contains_key(*word));
    changed.then_some(Fitted { schema, changes: changes.said, closed: false })
}

/// What was changed, each kind of change once.
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

/// Adds words that are not enforced to the description, for the model to read.
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
