//! From a request to the POST of it.

mod body;
mod draft;
mod marks;
mod media;
mod messages;
mod options;
mod parts;
#[cfg(test)]
mod tests;
mod tool_results;
mod tools;

use crate::Messages;
use body::{Body, Metadata, OutputConfig, OutputFormat, System, SystemBlock};
use bytes::Bytes;
use draft::Draft;
use http::{HeaderName, Request};
use kei_router_core::encode;
use kei_router_core::{ChatRequest, LlmError, ResponseFormat, Target, Warning};
use serde_json::Value;

/// How many tokens a reply of an unknown model may have, where the request does not say.
const UNKNOWN_MODEL_TOKENS: u64 = 8_192;

pub(crate) fn write(
    codec: &Messages,
    request: &ChatRequest,
    target: &Target<'_>,
) -> Result<(Request<Bytes>, Vec<Warning>), LlmError> {
    let mut draft = Draft::new(codec, request, target.model);
    let (body, version) = body(&mut draft, target.model)?;
    let bytes = encode::body(&body, request, &codec.descriptor.name)?;
    let betas = codec.dialect.betas.join(",");
    let mut headers = vec![(HeaderName::from_static("anthropic-version"), version)];
    if !betas.is_empty() {
        headers.push((HeaderName::from_static("anthropic-beta"), &betas));
    }
    let post = target.post(&codec.descriptor, &headers, request, bytes)?;
    Ok((post, draft.into_warnings()))
}

/// The body, and the version of the API that takes it.
fn body<'a>(draft: &mut Draft<'a>, model: &'a str) -> Result<(Body<'a>, &'a str), LlmError> {
    let request = draft.request;
    let max_tokens = max_tokens(draft);
    let reasoning = options::reasoning(draft, max_tokens)?;
    let sampling = options::sampling(draft, reasoning.thinks())?;
    if request.seed.is_some() {
        draft.omit("seed", "this vendor has none")?;
    }
    let body = Body {
        model,
        max_tokens,
        stream: true,
        system: system(request),
        messages: messages::write(draft)?,
        tools: tools::write(request)?,
        tool_choice: tools::choice(draft)?,
        thinking: reasoning.thinking,
        output_config: OutputConfig { effort: reasoning.effort, format: format(draft)? },
        temperature: sampling.temperature,
        top_p: sampling.top_p,
        stop_sequences: &request.stop,
        service_tier: request.service_tier.as_deref(),
        metadata: metadata(draft)?,
    };
    Ok((body, sampling.version))
}

/// The limit that the wire demands: the request's, else the model's own.
fn max_tokens(draft: &mut Draft<'_>) -> u64 {
    let known = draft.request.max_tokens.or(draft.info.max_output);
    known.unwrap_or_else(|| {
        if !draft.sets("max_tokens") {
            let message = format!(
                "max_tokens is {UNKNOWN_MODEL_TOKENS}: this vendor demands a limit, and the \
                 model's own is not known"
            );
            draft.defaulted("max_tokens", message);
        }
        UNKNOWN_MODEL_TOKENS
    })
}

fn system(request: &ChatRequest) -> Option<System<'_>> {
    let text = Some(&*request.system).filter(|text| !text.trim().is_empty())?;
    Some(match request.cache_system {
        Some(ttl) => System::Blocks([SystemBlock { text, cache_control: ttl.into() }]),
        None => System::Plain(text),
    })
}

fn format<'a>(draft: &mut Draft<'a>) -> Result<Option<OutputFormat<'a>>, LlmError> {
    match draft.request.response_format.as_deref() {
        Some(ResponseFormat::JsonSchema { schema, .. }) => Ok(Some(OutputFormat { schema })),
        None | Some(ResponseFormat::Text) => Ok(None),
        Some(_) => {
            draft.omit("response_format", "this vendor's JSON needs a schema")?;
            Ok(None)
        }
    }
}

fn metadata<'a>(draft: &mut Draft<'a>) -> Result<Option<Metadata<'a>>, LlmError> {
    let request = draft.request;
    if request.metadata.keys().any(|key| key != "user_id") {
        draft.omit("metadata", "this vendor takes a user_id alone")?;
    }
    Ok(match request.metadata.get("user_id") {
        Some(Value::String(user_id)) => Some(Metadata { user_id }),
        Some(_) => return Err(LlmError::bad_request("metadata.user_id is not a text")),
        None => None,
    })
}
