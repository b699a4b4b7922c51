//! Strict schemas, which the vendor enforces.

use super::{Draft, Fitted};
use crate::{LlmError, Tool};
use serde_json::{Map, Value};
use std::borrow::Cow;

impl<'a> Draft<'a> {
    /// The schema of a tool's arguments, and whether it is strict.
    ///
    /// # Errors
    /// `BadRequest` unless the schema is an object's; those of [`Draft::omit`].
    pub fn tool_schema(
        &mut self,
        tool: &'a Tool,
    ) -> Result<(Cow<'a, Map<String, Value>>, bool), LlmError> {
        let plain = tool.object_schema()?;
        if self.request.strict_tools != Some(true) {
            return Ok((plain, false));
        }
        if !self.support.strict_tools {
            self.omit("strict_tools", "the vendor has no such option")?;
            return Ok((plain, false));
        }
        let what = format!("the schema of tool {}", tool.name);
        let given = Value::Object(plain.clone().into_owned());
        Ok(match self.support.strict_schema.and_then(|rules| rules.fit(&given)) {
            Some(fitted) if fitted.closed => {
                let open = "an object of any members cannot be enforced";
                self.defaulted("strict_tools", format!("{what} is not enforced: {open}"));
                (plain, false)
            }
            Some(fitted) => (Cow::Owned(self.changed("tools", &what, fitted)), true),
            None => (plain, true),
        })
    }

    /// The schema of a reply, and whether it is strict.
    ///
    /// # Errors
    /// `BadRequest` for a strict schema that is not an object's.
    pub fn reply_schema(
        &mut self,
        schema: &'a Value,
        strict: bool,
    ) -> Result<(Cow<'a, Value>, bool), LlmError> {
        let Some(rules) = self.support.strict_schema.filter(|_| strict) else {
            return Ok((Cow::Borrowed(schema), strict));
        };
        let wrong = || LlmError::bad_request("response_format: the schema is not an object's");
        let fitted = rules.fit(schema).ok_or_else(wrong)?;
        if fitted.closed && rules.requires_all {
            let open = "an object of any members cannot be enforced";
            self.defaulted("response_format", format!("the schema is not enforced: {open}"));
            return Ok((Cow::Borrowed(schema), false));
        }
        let schema = self.changed("response_format", "the schema", fitted);
        Ok((Cow::Owned(schema.into()), true))
    }

    /// Reports the changes of a fitted schema, and returns it.
    pub fn changed(&mut self, subject: &str, what: &str, fitted: Fitted) -> Map<String, Value> {
        if !fitted.changes.is_empty() {
            self.defaulted(subject, format!("{what} was fitted: {}", fitted.changes.join("; ")));
        }
        fitted.schema
    }
}
