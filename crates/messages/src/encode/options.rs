//! The options of a request, apart from messages and tools, and the version of the API that takes
//! it.

mod reasoning;

pub use reasoning::thinking;

use crate::Dialect;
use kei_router_core::encode::{Draft, finite};
use kei_router_core::{Capability, LlmError, ResponseFormat};
use reasoning::thinks;
use serde_json::{Map, Value, json};

/// Writes the options, and gives the version to ask for.
pub(super) fn write<'a>(
    draft: &mut Draft<'a>,
    dialect: &'a Dialect,
) -> Result<Option<&'a str>, LlmError> {
    limit(draft, dialect);
    reasoning::write(draft)?;
    let version = sampling(draft, dialect)?;
    if draft.request.seed.is_some() {
        draft.omit("seed", "this wire has none")?;
    }
    let stop = draft.stop(None, |text| !text.trim().is_empty())?;
    if !stop.is_empty() {
        draft.set("stop_sequences", stop);
    }
    if let Some(format) = draft.response_format()? {
        response_format(format, draft)?;
    }
    draft.service_tier()?;
    metadata(draft)?;
    if let (true, Some(version)) = (dialect.version_in_body, version) {
        draft.set("anthropic_version", version);
    }
    if dialect.betas_in_body && !dialect.betas.is_empty() {
        draft.set("anthropic_beta", dialect.betas.iter().map(AsRef::as_ref).collect::<Vec<&str>>());
    }
    Ok(version)
}

/// The limit that the wire demands: the request's, else the model's own.
fn limit(draft: &mut Draft<'_>, dialect: &Dialect) {
    let known = draft.request.max_tokens.or(draft.info.max_output);
    if known.is_none() && draft.extra("max_tokens").is_none() {
        let message = format!(
            "max_tokens is {}: this wire demands a limit, and the model's own is not known",
            dialect.default_max_tokens
        );
        draft.defaulted("max_tokens", message);
    }
    draft.set("max_tokens", known.unwrap_or(dialect.default_max_tokens));
}

/// Sets `temperature` and `top_p` where the model and a version of the API take them, and gives
/// that version.
fn sampling<'a>(draft: &mut Draft<'a>, dialect: &'a Dialect) -> Result<Option<&'a str>, LlmError> {
    let request = draft.request;
    let temperature = finite("temperature", request.temperature)?;
    let top_p = finite("top_p", request.top_p)?;
    let own = own_version(draft);
    let plain = own.or(dialect.version.as_deref());
    if temperature.is_none() && top_p.is_none() {
        return Ok(plain);
    }
    let version = own.or(dialect.sampling_version.as_deref()).or(plain);
    let obstacle = if draft.lacks(Capability::Sampling) {
        Some("the model takes no sampling options")
    } else if version.is_some_and(|version| !(dialect.takes_sampling)(version)) {
        Some("this version of the API takes no sampling options")
    } else if !dialect.samples_while_thinking && thinks(draft) {
        Some("the model takes no sampling options while it thinks")
    } else {
        None
    };
    let one = dialect.one_sampling_option && draft.knows_model() && temperature.is_some();
    let one = one.then_some("the model takes it or a temperature, not both");
    option("temperature", temperature, obstacle, draft)?;
    option("top_p", top_p, obstacle.or(one), draft)?;
    Ok(if obstacle.is_some() { plain } else { version })
}

fn option(
    name: &str,
    value: Option<f64>,
    obstacle: Option<&str>,
    draft: &mut Draft<'_>,
) -> Result<(), LlmError> {
    match (value, obstacle) {
        (Some(_), Some(why)) => draft.omit(name, why)?,
        (Some(value), None) => draft.set(name, value),
        (None, _) => {}
    }
    Ok(())
}

/// The version that the request's own headers set.
fn own_version<'a>(draft: &Draft<'a>) -> Option<&'a str> {
    let mut headers = draft.request.extra_headers(draft.vendor).rev();
    let own = headers.find(|(name, _)| name.eq_ignore_ascii_case("anthropic-version"));
    own.map(|(_, value)| value)
}

/// Schemas are always enforced on this wire.
fn response_format<'a>(format: &'a ResponseFormat, draft: &mut Draft<'a>) -> Result<(), LlmError> {
    let ResponseFormat::JsonSchema { schema, .. } = format else {
        return draft.omit("response_format", "JSON needs a schema on this wire");
    };
    let (schema, _) = draft.reply_schema(schema, true)?;
    let format = json!({"type": "json_schema", "schema": schema});
    match draft.member_mut("output_config") {
        Some(Value::Object(config)) => drop(config.insert("format".to_owned(), format)),
        _ => draft.set("output_config", json!({"format": format})),
    }
    Ok(())
}

fn metadata(draft: &mut Draft<'_>) -> Result<(), LlmError> {
    let mut taken = Map::new();
    for (name, value) in draft.request.metadata.iter() {
        match (name.as_str(), value, &draft.support.user) {
            ("user_id", Value::String(_), Some(member)) => {
                taken.insert(member.as_ref().to_owned(), value.clone());
            }
            _ => draft.omit("metadata", "this wire takes a user_id alone, as text")?,
        }
    }
    if !taken.is_empty() {
        draft.set("metadata", taken);
    }
    Ok(())
}
