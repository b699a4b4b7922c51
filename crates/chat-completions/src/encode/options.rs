//! Everything of a request but its messages and tools.

use super::Draft;
use kei_router_core::{Capability, LlmError, ReasoningConfig, ResponseFormat};
use serde_json::{Map, Value, json};

/// Writes the options. Prompt-cache marks need no word: caching is automatic on this wire, so
/// nothing is lost without them.
pub(super) fn write(draft: &mut Draft<'_>) -> Result<(), LlmError> {
    if draft.dialect.stream_usage {
        draft.set("stream_options", json!({"include_usage": true}));
    }
    limit(draft);
    sampling(draft)?;
    stop(draft)?;
    if let Some(config) = draft.request.reasoning {
        reasoning(config, draft)?;
    }
    if let Some(format) = &draft.request.response_format {
        response_format(format, draft)?;
    }
    if let Some(tier) = &draft.request.service_tier {
        match draft.dialect.service_tier {
            true => draft.set("service_tier", tier.as_str()),
            false => draft.omit("service_tier", "the vendor has no such option")?,
        }
    }
    metadata(draft)
}

fn limit(draft: &mut Draft<'_>) {
    if let Some(tokens) = draft.request.max_tokens {
        let own = !draft.target.custom || draft.knows_model();
        let member = if own { draft.dialect.max_tokens.as_ref() } else { "max_tokens" };
        draft.set(member, tokens);
    }
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
    match (request.seed, &draft.dialect.seed) {
        (Some(seed), Some(member)) if !draft.lacks(Capability::Seed) => draft.set(member, seed),
        (Some(_), _) => draft.omit("seed", "there is none here")?,
        (None, _) => {}
    }
    Ok(())
}

fn stop(draft: &mut Draft<'_>) -> Result<(), LlmError> {
    let bytes = draft.dialect.most_stop_bytes.unwrap_or(usize::MAX);
    let most = draft.dialect.most_stops.unwrap_or(usize::MAX);
    let given = &draft.request.stop;
    let fits = |text: &&String| !text.is_empty() && text.len() <= bytes;
    let taken: Vec<_> = given.iter().filter(fits).take(most).map(String::as_str).collect();
    if taken.len() < given.len() {
        draft.omit("stop", "a stop sequence is empty or too long, or there are too many")?;
    }
    if !taken.is_empty() {
        draft.set("stop", taken);
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
            let mut schema = schema.clone();
            if let Some(change) = draft.dialect.schema {
                change(&mut schema);
            }
            let schema = json!({"name": name, "schema": schema, "strict": strict});
            json!({"type": "json_schema", "json_schema": schema})
        }
        _ => return draft.omit("response_format", "this wire has no word for it"),
    };
    draft.set("response_format", value);
    Ok(())
}

/// `user_id` has a member of its own. The rest is kept with stored completions only, and must be
/// texts.
fn metadata(draft: &mut Draft<'_>) -> Result<(), LlmError> {
    let request = draft.request;
    let stores = request.extra_body.get("store") == Some(&Value::Bool(true));
    let mut rest = Map::new();
    for (name, value) in &request.metadata {
        match (name.as_str(), value, &draft.dialect.user) {
            ("user_id", Value::String(id), Some(member)) => draft.set(member, id.as_str()),
            (_, Value::String(_), _) if draft.dialect.metadata && stores => {
                rest.insert(name.clone(), value.clone());
            }
            _ if draft.dialect.metadata => {
                draft.omit("metadata", "it is text, kept with stored completions (`store`)")?;
            }
            _ => draft.omit("metadata", "the vendor takes none")?,
        }
    }
    if !rest.is_empty() {
        draft.set("metadata", rest);
    }
    Ok(())
}
