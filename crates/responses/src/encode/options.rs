//! The options of a request, apart from input and tools.

use crate::Dialect;
use kei_router_core::encode::Draft;
use kei_router_core::{LlmError, ReasoningConfig, ResponseFormat};
use serde_json::{Value, json};

/// Writes the options.
pub(super) fn write(draft: &mut Draft<'_>, dialect: &Dialect) -> Result<(), LlmError> {
    let request = draft.request;
    if let Some(store) = dialect.store {
        draft.set("store", store);
    }
    if dialect.encrypted_reasoning && draft.thinks() {
        draft.set("include", vec!["reasoning.encrypted_content"]);
    }
    if draft.is_padded() {
        draft.set("stream_options", json!({"include_obfuscation": false}));
    }
    limit(draft, dialect);
    draft.sampling()?;
    if request.seed.is_some() {
        draft.omit("seed", "this wire has none")?;
    }
    if !request.stop.is_empty() {
        draft.omit("stop", "this wire has no stop sequences")?;
    }
    draft.reasoning()?;
    summary(draft, dialect);
    if let Some(format) = draft.response_format()? {
        response_format(format, draft)?;
    }
    draft.service_tier()?;
    draft.metadata()
}

fn limit(draft: &mut Draft<'_>, dialect: &Dialect) {
    let Some(tokens) = draft.request.max_tokens else { return };
    let taken = tokens.max(dialect.min_tokens);
    if taken > tokens {
        draft.defaulted("max_tokens", format!("the vendor takes no less than {taken}"));
    }
    draft.set("max_output_tokens", taken);
}

/// The kind of summary to ask for, beside an effort.
fn summary(draft: &mut Draft<'_>, dialect: &Dialect) {
    let off = draft.request.reasoning == Some(ReasoningConfig::Off);
    if let (false, Some(summary), Some(Value::Object(reasoning))) =
        (off, &dialect.summary, draft.member_mut("reasoning"))
    {
        reasoning.insert("summary".to_owned(), summary.as_ref().into());
    }
}

fn response_format<'a>(format: &'a ResponseFormat, draft: &mut Draft<'a>) -> Result<(), LlmError> {
    let value = match format {
        ResponseFormat::Json => json!({"type": "json_object"}),
        ResponseFormat::JsonSchema { name, schema, strict } => {
            let (schema, strict) = draft.reply_schema(schema, *strict)?;
            json!({"type": "json_schema", "name": name, "schema": schema, "strict": strict})
        }
        _ => return draft.omit("response_format", "this wire has no word for it"),
    };
    draft.set("text", json!({"format": value}));
    Ok(())
}
