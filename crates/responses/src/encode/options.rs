//! Everything of a request but its input and tools.

use super::Draft;
use kei_router_core::{Capability, LlmError, ReasoningConfig, ResponseFormat};
use serde_json::{Map, Value, json};

/// Writes the options. Prompt-cache marks need no word: caching is automatic on this wire, so
/// nothing is lost without them.
pub(super) fn write(draft: &mut Draft<'_>) -> Result<(), LlmError> {
    let request = draft.request;
    if let Some(store) = draft.dialect.store {
        draft.set("store", store);
    }
    if draft.dialect.encrypted_reasoning && draft.thinks() {
        draft.set("include", vec!["reasoning.encrypted_content"]);
    }
    if let Some(tokens) = request.max_tokens {
        let taken = tokens.max(draft.dialect.least_tokens);
        if taken > tokens {
            draft.chose("max_tokens", format!("the vendor takes no less than {taken}"));
        }
        draft.set("max_output_tokens", taken);
    }
    sampling(draft)?;
    if let Some(config) = request.reasoning {
        reasoning(config, draft)?;
    }
    if let Some(format) = &request.response_format {
        response_format(format, draft)?;
    }
    if let Some(tier) = &request.service_tier {
        match draft.dialect.service_tier {
            true => draft.set("service_tier", tier.as_str()),
            false => draft.omit("service_tier", "the vendor has no such option")?,
        }
    }
    metadata(draft)
}

fn sampling(draft: &mut Draft<'_>) -> Result<(), LlmError> {
    let request = draft.request;
    for (name, value) in [("temperature", request.temperature), ("top_p", request.top_p)] {
        match value {
            Some(_) if draft.lacks(Capability::Sampling) => {
                draft.omit(name, "the model's sampling is fixed")?;
            }
            Some(value) if !value.is_finite() => {
                return Err(LlmError::bad_request(format!("{name} is not a number")));
            }
            Some(value) => draft.set(name, value),
            None => {}
        }
    }
    if request.seed.is_some() {
        draft.omit("seed", "this wire has none")?;
    }
    if !request.stop.is_empty() {
        draft.omit("stop", "this wire has no stop sequences")?;
    }
    Ok(())
}

fn reasoning(config: ReasoningConfig, draft: &mut Draft<'_>) -> Result<(), LlmError> {
    let off = config == ReasoningConfig::Off;
    if draft.lacks(Capability::Reasoning) {
        return if off { Ok(()) } else { draft.omit("reasoning", "the model does not reason") };
    }
    if off && draft.lacks(Capability::ReasoningOff) {
        return draft.omit("reasoning", "the model always reasons");
    }
    (draft.dialect.reasoning)(config, draft)
}

fn response_format(format: &ResponseFormat, draft: &mut Draft<'_>) -> Result<(), LlmError> {
    let value = match format {
        // The default: some servers know no word for it.
        ResponseFormat::Text => return Ok(()),
        ResponseFormat::Json => json!({"type": "json_object"}),
        ResponseFormat::JsonSchema { .. } if draft.lacks(Capability::JsonSchema) => {
            return draft.omit("response_format", "the model cannot be held to a schema");
        }
        ResponseFormat::JsonSchema { name, schema, strict } => {
            json!({"type": "json_schema", "name": name, "schema": schema, "strict": strict})
        }
        _ => return draft.omit("response_format", "this wire has no word for it"),
    };
    draft.set("text", json!({"format": value}));
    Ok(())
}

/// `user_id` has a member of its own. The rest must be texts.
fn metadata(draft: &mut Draft<'_>) -> Result<(), LlmError> {
    let request = draft.request;
    let mut rest = Map::new();
    for (name, value) in &request.metadata {
        match (name.as_str(), value, &draft.dialect.user) {
            ("user_id", Value::String(id), Some(member)) => draft.set(member, id.as_str()),
            (_, Value::String(_), _) if draft.dialect.metadata => {
                rest.insert(name.clone(), value.clone());
            }
            _ if draft.dialect.metadata => draft.omit("metadata", "its values must be texts")?,
            _ => draft.omit("metadata", "the vendor takes none")?,
        }
    }
    if !rest.is_empty() {
        draft.set("metadata", rest);
    }
    Ok(())
}
