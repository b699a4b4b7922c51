//! Numbers as JSON Schema has them.

use schemars::Schema;
use schemars::transform::{Transform, transform_subschemas};
use serde_json::Value;

/// Takes away what only says which of Rust's number types a member is: `"format":"uint32"`, and the
/// lower bound of zero beside it. No vendor's strict schemas have those words, and a number that
/// does not fit is told when the value is read.
#[derive(Clone, Debug)]
pub(super) struct JsonNumbers;

impl Transform for JsonNumbers {
    fn transform(&mut self, schema: &mut Schema) {
        let format = schema.get("format").and_then(Value::as_str).map(str::to_owned);
        if let Some(format) = format.filter(|format| is_rusts(format)) {
            schema.remove("format");
            let is_zero = |bound: &Value| bound.as_f64() == Some(0.0);
            if format.starts_with("uint") && schema.get("minimum").is_some_and(is_zero) {
                schema.remove("minimum");
            }
        }
        transform_subschemas(self, schema);
    }
}

fn is_rusts(format: &str) -> bool {
    let digits = format.trim_start_matches('u').strip_prefix("int");
    let sized = digits.is_some_and(|digits| digits.chars().all(|c| c.is_ascii_digit()));
    sized || matches!(format, "float" | "double")
}

#[cfg(test)]
mod tests {
    use super::super::schema;
    use schemars::JsonSchema;
    use serde_json::json;

    #[derive(JsonSchema)]
    #[allow(dead_code, reason = "its schema is looked at")]
    struct Numbers {
        small: u32,
        list: Vec<i64>,
        share: Option<f32>,
        #[schemars(range(min = 1))]
        counted: usize,
    }

    #[test]
    fn a_schema_says_what_json_knows_of_numbers() {
        let schema = schema::<Numbers>();
        let want = json!({
            "small": {"type": "integer"},
            "list": {"type": "array", "items": {"type": "integer"}},
            "share": {"type": ["number", "null"]},
            "counted": {"type": "integer", "minimum": 1},
        });
        assert_eq!(schema["properties"], want);
    }
}
