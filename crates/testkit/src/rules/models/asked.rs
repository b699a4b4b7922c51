//! A request to a model, and the vendor's words for what the model does not take.

use crate::{Refused, SimRequest};
use kei_router_core::codec::Efforts;
use kei_router_core::{Capability, ModelInfo, ReasoningEffort};
use serde_json::Value;

/// A request to a model, on the wire of this format.
pub(in crate::rules) struct Asked<'a> {
    pub(in crate::rules) format: &'a str,
    pub(in crate::rules) model: &'a str,
    pub(in crate::rules) info: &'a ModelInfo,
    pub(in crate::rules) request: &'a SimRequest,
}

/// Every effort that there is a word for.
pub(super) const EFFORTS: [ReasoningEffort; 6] = [
    ReasoningEffort::Minimal,
    ReasoningEffort::Low,
    ReasoningEffort::Medium,
    ReasoningEffort::High,
    ReasoningEffort::XHigh,
    ReasoningEffort::Max,
];

impl Asked<'_> {
    pub(super) fn body(&self) -> &Value {
        &self.request.json
    }

    pub(super) fn is_messages(&self) -> bool {
        self.format == "anthropic-messages"
    }

    pub(super) fn lacks(&self, capability: Capability) -> bool {
        self.info.capabilities.lacks(capability)
    }

    /// A parameter that the model does not take.
    pub(super) fn unsupported(&self, name: &str) -> Refused {
        match self.is_messages() {
            true => Refused::bad(format!("{name}: not supported by {}", self.model)),
            false => Refused::bad(format!(
                "Unsupported parameter: '{name}' is not supported with the '{}' model.",
                self.model
            ))
            .code("unsupported_parameter"),
        }
    }

    /// A value that the model does not take.
    pub(super) fn unsupported_value(&self, name: &str, value: &str) -> Refused {
        match self.is_messages() {
            true => Refused::bad(format!(
                "{name}: '{value}' is not supported by {}. Supported values: {}",
                self.model,
                self.supported()
            )),
            false => Refused::bad(format!(
                "Unsupported value: '{value}' is not supported with the '{}' model. Supported \
                 values are: {}",
                self.model,
                self.supported()
            ))
            .code("unsupported_value"),
        }
    }

    pub(super) fn efforts(&self) -> Option<Efforts> {
        self.info.efforts_on(self.format)
    }

    fn supported(&self) -> String {
        let known = EFFORTS
            .iter()
            .filter(|effort| self.efforts().is_none_or(|efforts| efforts.contains(**effort)));
        known.map(|effort| format!("'{}'", effort.as_str())).collect::<Vec<_>>().join(", ")
    }
}
