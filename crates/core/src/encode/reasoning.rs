//! Reasoning options, and the options that depend on them.

use super::Draft;
use crate::{Capability, LlmError, ReasoningConfig, ReasoningEffort};

impl Draft<'_> {
    /// Writes the request's reasoning options by the vendor's hook.
    ///
    /// # Errors
    /// Those of [`Draft::omit`], and the hook's.
    pub fn reasoning(&mut self) -> Result<(), LlmError> {
        let Some(config) = self.request.reasoning else { return Ok(()) };
        let off = config == ReasoningConfig::Off;
        if self.lacks(Capability::Reasoning) {
            return if off { Ok(()) } else { self.omit("reasoning", "the model does not reason") };
        }
        if off && self.lacks(Capability::ReasoningOff) {
            return self.omit("reasoning", "the model always reasons");
        }
        (self.support.reasoning)(config, self)
    }

    /// The effort to request: `effort`, or the nearest one that the model accepts on this wire
    /// format, with a warning. `None` if it accepts none, or none together with tools.
    ///
    /// # Errors
    /// Those of [`Draft::omit`].
    pub fn effort(&mut self, effort: ReasoningEffort) -> Result<Option<ReasoningEffort>, LlmError> {
        let Some(efforts) = self.info.efforts_on(self.format) else { return Ok(Some(effort)) };
        if self.has_tools() && !efforts.beside_tools() {
            return self.leave_out("reasoning", "the model takes no effort beside tools here");
        }
        let Some(nearest) = efforts.nearest(effort) else {
            return self.leave_out("reasoning", "the model takes no effort");
        };
        if nearest != effort {
            let (given, taken) = (effort.as_str(), nearest.as_str());
            self.defaulted("reasoning", format!("the model has no effort {given}: it is {taken}"));
        }
        Ok(Some(nearest))
    }

    /// The effort value on wire formats that have no budgets: `none`, or the fitted effort. `None`
    /// if it is omitted.
    ///
    /// # Errors
    /// Those of [`Draft::omit`].
    pub fn effort_word(
        &mut self,
        config: ReasoningConfig,
    ) -> Result<Option<&'static str>, LlmError> {
        match config {
            ReasoningConfig::Off => Ok(Some("none")),
            ReasoningConfig::Effort(effort) => {
                Ok(self.effort(effort)?.map(ReasoningEffort::as_str))
            }
            _ => self.leave_out("reasoning", "it is measured by effort here, not by tokens"),
        }
    }

    /// Whether the model accepts sampling options because it does not reason in this request.
    pub(super) fn samples_without_reasoning(&self) -> bool {
        let reasons = match self.request.reasoning {
            Some(ReasoningConfig::Off) => self.lacks(Capability::ReasoningOff),
            Some(_) => true,
            None => self.supports(Capability::ReasoningByDefault) != Some(false),
        };
        self.supports(Capability::SamplingUnlessReasoning) == Some(true) && !reasons
    }
}
