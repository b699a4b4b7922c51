//! The JSON Schema keywords that vendors accept.

use serde_json::Value;

/// Keywords that every vendor accepts.
const COMMON: [&str; 14] = [
    "type",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "prefixItems",
    "anyOf",
    "$ref",
    "$defs",
    "definitions",
    "description",
    "title",
    "enum",
    "const",
];
const FORMATS: [&str; 9] =
    ["date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"];

/// Bounds on numbers and lists, and string patterns.
const BOUNDS: [&str; 8] = [
    "pattern",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
];

pub(super) fn bounded(word: &str, value: &Value) -> bool {
    let format = word == "format" && FORMATS.iter().any(|known| value == known);
    format || COMMON.contains(&word) || BOUNDS.contains(&word)
}

pub(super) fn unbounded(word: &str, value: &Value) -> bool {
    let format = word == "format" && (value == "uri" || FORMATS.iter().any(|known| value == known));
    let at_least = word == "minItems" && matches!(value.as_u64(), Some(0 | 1));
    format || at_least || word == "default" || COMMON.contains(&word)
}
