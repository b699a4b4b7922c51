//! Tools and tool calls.

use crate::{LlmError, surrogates};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::borrow::Cow;

/// A tool that the model may call.
///
/// ```
/// use kei_router_core::Tool;
/// use serde_json::json;
///
/// let weather = Tool::new("weather", "The temperature in a city, in degrees Celsius.", json!({
///     "type": "object",
///     "properties": {"city": {"type": "string"}},
///     "required": ["city"],
/// }));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    /// The name, by which the model calls it: letters, digits, `_` and `-`, at most 64.
    pub name: String,
    /// What it does and when to use it, for the model.
    pub description: String,
    /// The JSON schema of its arguments.
    pub schema: Value,
}

/// A tool call by the model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolCall {
    /// The id that the result must refer to. Generated if the vendor sends none.
    pub call_id: String,
    /// The tool's name.
    pub name: String,
    /// The arguments as the model wrote them: JSON text, but not necessarily valid. See
    /// [`ToolCall::parse`].
    pub arguments: String,
}

impl Tool {
    /// A tool of this name and description, whose arguments fit `schema`: a JSON schema of an
    /// object, or null for a tool without arguments.
    pub fn new(
        name: impl Into<String>,
        description: impl Into<String>,
        schema: impl Into<Value>,
    ) -> Self {
        Self { name: name.into(), description: description.into(), schema: schema.into() }
    }

    /// The schema in the form that vendors require: an object's, with `type` and `properties`, even
    /// if there are none. A null schema means no properties.
    ///
    /// # Errors
    /// `BadRequest` for the schema of anything but an object.
    pub fn object_schema(&self) -> Result<Cow<'_, Map<String, Value>>, LlmError> {
        let wrong =
            || LlmError::bad_request(format!("the schema of tool {} is no object's", self.name));
        let mut schema = match &self.schema {
            Value::Object(schema) => Cow::Borrowed(schema),
            Value::Null => Cow::Owned(Map::new()),
            _ => return Err(wrong()),
        };
        if schema.get("type").is_some_and(|kind| kind != "object") {
            return Err(wrong());
        }
        for (name, value) in [("type", json!("object")), ("properties", json!({}))] {
            if !schema.contains_key(name) {
                schema.to_mut().insert(name.to_owned(), value);
            }
        }
        Ok(schema)
    }
}

impl ToolCall {
    /// A call of the tool `name`, with arguments as JSON text.
    pub fn new(
        call_id: impl Into<String>,
        name: impl Into<String>,
        arguments: impl Into<String>,
    ) -> Self {
        Self { call_id: call_id.into(), name: name.into(), arguments: arguments.into() }
    }

    /// The arguments as JSON text: empty and `null` become `{}`.
    pub fn json(&self) -> &str {
        match self.arguments.trim() {
            "" | "null" => "{}",
            text => text,
        }
    }

    /// Parses the arguments. A lone surrogate escape (`"\ud83d"`), which a Rust string cannot hold,
    /// is read as U+FFFD.
    ///
    /// # Errors
    /// The arguments are not valid JSON, or do not match the type. Return the message to the model
    /// with [`Part::tool_error`](crate::Part::tool_error), and it can try again.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        let json = self.json();
        serde_json::from_str(json).or_else(|error| match surrogates::mark(json) {
            Some(marked) => serde_json::from_str(&surrogates::replace(&marked)).map_err(|_| error),
            None => Err(error),
        })
    }
}

impl TryFrom<&Value> for Tool {
    type Error = LlmError;

    /// Accepts the Anthropic shape (`name`, `description`, `input_schema`) and the OpenAI shapes
    /// (`parameters`, flat or under `function`).
    fn try_from(value: &Value) -> Result<Self, LlmError> {
        let body = value.get("function").unwrap_or(value);
        let text = |key| body.get(key).and_then(Value::as_str);
        let name = text("name").filter(|name| !name.is_empty());
        let schema = ["input_schema", "parameters", "schema"].into_iter().find_map(|k| body.get(k));
        Ok(Self {
            name: name.ok_or_else(|| LlmError::bad_request("a tool has no name"))?.to_owned(),
            description: text("description").unwrap_or_default().to_owned(),
            schema: match schema {
                Some(Value::Object(_)) => schema.cloned().unwrap_or_default(),
                None | Some(Value::Null) => json!({"type": "object"}),
                Some(_) => return Err(LlmError::bad_request("a tool's schema is not an object")),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Tool, ToolCall};
    use serde_json::{Value, json};

    #[test]
    fn every_vendors_shape_is_a_tool() {
        let schema = json!({"type": "object", "properties": {"x": {"type": "string"}}});
        let shapes = [
            json!({"name": "f", "description": "d", "input_schema": schema}),
            json!({"type": "function",
                   "function": {"name": "f", "description": "d", "parameters": schema}}),
            json!({"type": "function", "name": "f", "description": "d", "parameters": schema}),
        ];
        for shape in shapes {
            let tool = Tool::try_from(&shape).unwrap();
            assert_eq!((tool.name.as_str(), &tool.schema), ("f", &schema));
        }
        assert!(Tool::try_from(&json!({"description": "d"})).is_err());
        assert!(Tool::try_from(&json!({"name": "f", "parameters": 3})).is_err());
    }

    #[test]
    fn a_schema_is_completed_to_an_objects() {
        let tool = |schema| Tool { name: "f".into(), description: String::new(), schema };
        let none = json!({"type": "object", "properties": {}});
        for bare in [json!(null), json!({}), json!({"type": "object"}), none.clone()] {
            assert_eq!(Value::Object(tool(bare).object_schema().unwrap().into_owned()), none);
        }
        for wrong in [json!(true), json!([]), json!({"type": "string"}), json!({"type": null})] {
            assert!(tool(wrong).object_schema().is_err());
        }
    }

    #[test]
    fn empty_arguments_are_an_object_and_bad_ones_are_kept() {
        let call =
            |text: &str| ToolCall { call_id: "1".into(), name: "f".into(), arguments: text.into() };
        for empty in ["", " ", "null"] {
            assert_eq!(call(empty).parse::<Value>().unwrap(), json!({}));
        }
        assert!(call("{\"a\":").parse::<Value>().is_err());
        let halved = call(r#"{"a":"x\ud83d","b":"\ud83d\ude00"}"#);
        assert_eq!(halved.parse::<Value>().unwrap(), json!({"a": "x\u{fffd}", "b": "😀"}));
        assert_eq!(call("{\"a\":").arguments, "{\"a\":");
    }
}
