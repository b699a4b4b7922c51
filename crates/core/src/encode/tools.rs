//! Tools, checked the same way for every wire format.

use super::Draft;
use crate::{Capability, LlmError, Opaque, Tool, ToolChoice};
use serde_json::value::RawValue;

impl<'a> Draft<'a> {
    /// The tools to send: all of the request's, or none if the model has no tool support.
    ///
    /// # Errors
    /// `BadRequest` if there are too many, or one has a name that the vendor refuses, whatever the
    /// request's rule: omitting a tool would change what the model does. Those of [`Draft::omit`].
    pub fn tools(&mut self) -> Result<&'a [Tool], LlmError> {
        let tools = &self.request.tools;
        if self.lacks(Capability::Tools) && !tools.is_empty() {
            self.omit("tools", "the model calls none")?;
            return Ok(&[]);
        }
        let (count, max) = (tools.len(), self.support.max_tools.unwrap_or(usize::MAX));
        if count > max {
            return Err(LlmError::bad_request(format!(
                "{count} tools, and the vendor takes {max}"
            )));
        }
        match tools.iter().position(|tool| !(self.support.tool_name)(&tool.name)) {
            Some(at) => Err(LlmError::bad_request(format!(
                "the name of tool {at} is none the vendor takes"
            ))),
            None => Ok(tools),
        }
    }

    /// Whether there are any tools, the vendor's own included.
    pub fn has_tools(&self) -> bool {
        let typed = !self.request.tools.is_empty() && !self.lacks(Capability::Tools);
        let own = |tool: &Opaque| tool.provider == self.vendor;
        typed || self.request.vendor_tools().iter().any(own) || self.extra("tools").is_some()
    }

    /// The vendor's own tools, each as its exact JSON text.
    ///
    /// # Errors
    /// `BadRequest` for anything but a JSON object; those of [`Draft::omit`] if the request has
    /// such tools only for other vendors.
    pub fn vendor_tools(&mut self) -> Result<Vec<&'a RawValue>, LlmError> {
        let all = self.request.vendor_tools();
        let own: Vec<_> = all.iter().filter(|tool| tool.provider == self.vendor).collect();
        if own.is_empty() && !all.is_empty() {
            self.omit("vendor_tool", "the request has such tools for other vendors alone")?;
        }
        let wrong = || LlmError::bad_request("a vendor's own tool is no JSON object");
        let raw = |tool: &&'a Opaque| json_object(&tool.json).ok_or_else(wrong);
        own.iter().map(raw).collect()
    }

    /// Whether the request forces a tool call.
    pub fn forces_a_tool(&self) -> bool {
        matches!(self.request.tool_choice, Some(ToolChoice::Required | ToolChoice::Tool(_)))
    }

    /// The tool choice, if the vendor supports it.
    ///
    /// # Errors
    /// Those of [`Draft::omit`].
    pub fn tool_choice(&mut self) -> Result<Option<&'a ToolChoice>, LlmError> {
        let (request, forced) = (self.request, self.forces_a_tool());
        if !self.has_tools() {
            // Tools that the model cannot call have been reported.
            return match forced && request.tools.is_empty() {
                true => self.leave_out("tool_choice", "there are no tools"),
                false => Ok(None),
            };
        }
        if forced && self.lacks(Capability::ForcedTools) {
            return self.leave_out("tool_choice", "the model cannot be made to call a tool");
        }
        if forced && !self.support.forces_while_thinking && self.thinks() {
            return self.leave_out("tool_choice", "no tool can be forced while the model thinks");
        }
        Ok(request.tool_choice.as_ref())
    }

    /// Sets `parallel_tool_calls`. It is not sent without tools, and not if it is `true`, which is
    /// every vendor's default.
    ///
    /// # Errors
    /// Those of [`Draft::omit`].
    pub fn parallel_tool_calls(&mut self) -> Result<(), LlmError> {
        match self.request.parallel_tool_calls {
            Some(parallel) if self.has_tools() && self.support.parallel_tool_calls => {
                self.set("parallel_tool_calls", parallel);
                Ok(())
            }
            Some(false) if self.has_tools() => {
                self.omit("parallel_tool_calls", "the vendor has no such option")
            }
            _ => Ok(()),
        }
    }
}

/// `json` as raw JSON, if it is an object.
pub fn json_object(json: &str) -> Option<&RawValue> {
    let raw: &RawValue = serde_json::from_str(json).ok()?;
    raw.get().starts_with('{').then_some(raw)
}
