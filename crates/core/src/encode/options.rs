//! Request options, checked the same way for every wire format.

use super::{Draft, MetadataSupport};
use crate::{Capability, LlmError, ResponseFormat};
use serde_json::{Map, Value};

impl<'a> Draft<'a> {
    /// Sets `temperature` and `top_p`, if the model accepts them.
    ///
    /// # Errors
    /// `BadRequest` for NaN and infinity; those of [`Draft::omit`].
    pub fn sampling(&mut self) -> Result<(), LlmError> {
        let request = self.request;
        for (name, value) in [("temperature", request.temperature), ("top_p", request.top_p)] {
            let Some(value) = finite(name, value)? else { continue };
            if self.lacks(Capability::Sampling) && !self.samples_without_reasoning() {
                self.omit(name, "the model's sampling is fixed")?;
            } else {
                self.set(name, value);
            }
        }
        Ok(())
    }

    /// The stop sequences that the vendor accepts: at most `max`, and only those that `fit`.
    ///
    /// # Errors
    /// Those of [`Draft::omit`].
    pub fn stop(
        &mut self,
        max: Option<usize>,
        fits: impl Fn(&str) -> bool,
    ) -> Result<Vec<&'a str>, LlmError> {
        let given = &self.request.stop;
        if self.lacks(Capability::Stop) && !given.is_empty() {
            self.omit("stop", "the model takes none")?;
            return Ok(Vec::new());
        }
        let fitting = given.iter().map(String::as_str).filter(|text| fits(text));
        let taken: Vec<_> = fitting.take(max.unwrap_or(usize::MAX)).collect();
        if taken.len() < given.len() {
            self.omit("stop", "a stop sequence is empty or too long, or there are too many")?;
        }
        Ok(taken)
    }

    /// The response format, if it is not text and the model supports it.
    ///
    /// # Errors
    /// Those of [`Draft::omit`].
    pub fn response_format(&mut self) -> Result<Option<&'a ResponseFormat>, LlmError> {
        match self.request.response_format.as_deref() {
            // The default: some servers know no word for it.
            None | Some(ResponseFormat::Text) => Ok(None),
            Some(ResponseFormat::JsonSchema { .. }) if self.lacks(Capability::JsonSchema) => {
                self.leave_out("response_format", "the model cannot be held to a schema")
            }
            given => Ok(given),
        }
    }

    /// Whether the vendor pads events unless the request turns that off, which over TLS only costs
    /// bytes. Third parties' servers may refuse the option.
    pub fn is_padded(&self) -> bool {
        self.support.pads_events && !self.target.third_party
    }

    /// Sets `service_tier`, if the vendor knows the value.
    ///
    /// # Errors
    /// Those of [`Draft::omit`].
    pub fn service_tier(&mut self) -> Result<(), LlmError> {
        let Some(tier) = &self.request.service_tier else { return Ok(()) };
        if (self.support.service_tier)(tier) {
            self.set("service_tier", tier.as_str());
            return Ok(());
        }
        self.omit("service_tier", "the vendor has no such tier")
    }

    /// Sets the caller's `user_id` under the vendor's name for it, and the rest as `metadata`.
    ///
    /// # Errors
    /// Those of [`Draft::omit`].
    pub fn metadata(&mut self) -> Result<(), LlmError> {
        let request = self.request;
        let stores = self.extra("store") == Some(&Value::Bool(true));
        let takes = match self.support.metadata {
            MetadataSupport::WhereStored => stores,
            rule => rule == MetadataSupport::Texts,
        };
        let why = match self.support.metadata {
            MetadataSupport::None => "the vendor takes none",
            MetadataSupport::WhereStored => "it is text, kept with stored completions (`store`)",
            MetadataSupport::Texts => "its values must be texts",
        };
        let mut rest = Map::new();
        for (name, value) in request.metadata.iter() {
            match (name.as_str(), value, &self.support.user) {
                ("user_id", Value::String(id), Some(member)) => self.set(member, id.as_str()),
                (_, Value::String(_), _) if takes => {
                    rest.insert(name.clone(), value.clone());
                }
                _ => self.omit("metadata", why)?,
            }
        }
        if !rest.is_empty() {
            self.set("metadata", rest);
        }
        Ok(())
    }
}

/// Checks that a number is finite.
///
/// # Errors
/// `BadRequest` for infinity and NaN, which JSON cannot express.
pub fn finite(name: &str, value: Option<f64>) -> Result<Option<f64>, LlmError> {
    match value {
        Some(value) if !value.is_finite() => {
            Err(LlmError::bad_request(format!("{name} is not a number")))
        }
        value => Ok(value),
    }
}
