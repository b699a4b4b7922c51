//! The options of a request, apart from messages and tools.

use crate::Dialect;
use kei_router_core::encode::Draft;
use kei_router_core::{Capability, LlmError, ResponseFormat};
use serde_json::{Value, json};

/// Writes the options.
pub(super) fn write(draft: &mut Draft<'_>, dialect: &Dialect) -> Result<(), LlmError> {
    if dialect.stream_usage {
        let mut options = json!({"include_usage": true});
        if let (true, Value::Object(options)) = (draft.is_padded(), &mut options) {
            options.insert("include_obfuscation".to_owned(), false.into());
        }
        draft.set("stream_options", options);
    }
    limit(draft, dialect);
    draft.sampling()?;
    seed(draft, dialect)?;
    let max_bytes = dialect.max_stop_bytes.unwrap_or(usize::MAX);
    let fits = |text: &str| !text.is_empty() && text.len() <= max_bytes;
    let stop = draft.stop(dialect.max_stops, fits)?;
    if !stop.is_empty() {
        draft.set("stop", stop);
    }
    draft.reasoning()?;
    if let Some(format) = draft.response_format()? {
        response_format(format, draft, dialect)?;
    }
    draft.service_tier()?;
    draft.metadata()
}

fn limit(draft: &mut Draft<'_>, dialect: &Dialect) {
    if let Some(tokens) = draft.request.max_tokens {
        let own = !draft.target.third_party || draft.knows_model();
        let member = if own { dialect.max_tokens.as_ref() } else { "max_tokens" };
        draft.set(member, tokens);
    }
}

fn seed(draft: &mut Draft<'_>, dialect: &Dialect) -> Result<(), LlmError> {
    match (draft.request.seed, &dialect.seed) {
        (Some(seed), Some(member)) if !draft.lacks(Capability::Seed) => draft.set(member, seed),
        (Some(_), _) => draft.omit("seed", "there is none here")?,
        (None, _) => {}
    }
    Ok(())
}

fn response_format<'a>(
    format: &'a ResponseFormat,
    draft: &mut Draft<'a>,
    dialect: &Dialect,
) -> Result<(), LlmError> {
    let value = match format {
        ResponseFormat::Json => json!({"type": "json_object"}),
        ResponseFormat::JsonSchema { name, schema, strict } => {
            let (schema, strict) = draft.reply_schema(schema, *strict)?;
            let mut schema = schema.into_owned();
            if let Some(change) = dialect.schema {
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
