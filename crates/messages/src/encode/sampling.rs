//! Temperature and top_p, and the version of the API that takes them.

use super::draft::Draft;
use kei_router_core::{Capability, LlmError};

pub(super) struct Sampling<'a> {
    pub(super) version: &'a str,
    pub(super) temperature: Option<f64>,
    pub(super) top_p: Option<f64>,
}

pub(super) fn of<'a>(draft: &mut Draft<'a>, thinks: bool) -> Result<Sampling<'a>, LlmError> {
    let (request, dialect) = (draft.request, draft.dialect);
    let own = own_header(draft);
    let plain = own.unwrap_or(&dialect.version);
    let none = Sampling { version: plain, temperature: None, top_p: None };
    if request.temperature.is_none() && request.top_p.is_none() {
        return Ok(none);
    }
    let version = own.or(dialect.sampling_version.as_deref()).unwrap_or(plain);
    let obstacle = if draft.info.capabilities.lacks(Capability::Sampling) {
        "this model takes no sampling options"
    } else if !(dialect.takes_sampling)(version) {
        "the fixed version of the API takes no sampling options"
    } else if thinks {
        "the model takes no sampling options while it thinks"
    } else {
        return Ok(Sampling { version, temperature: request.temperature, top_p: top_p(draft)? });
    };
    if request.temperature.is_some() {
        draft.omit("temperature", obstacle)?;
    }
    if request.top_p.is_some() {
        draft.omit("top_p", obstacle)?;
    }
    Ok(none)
}

/// Models since 4.5 take one of the two options, not both.
fn top_p(draft: &mut Draft<'_>) -> Result<Option<f64>, LlmError> {
    let request = draft.request;
    if draft.info.id.is_some() && request.temperature.is_some() && request.top_p.is_some() {
        draft.omit("top_p", "this model takes it or a temperature, not both")?;
        return Ok(None);
    }
    Ok(request.top_p)
}

/// The version that the request's own headers set.
fn own_header<'a>(draft: &Draft<'a>) -> Option<&'a str> {
    let mut headers = draft.request.extra_headers.iter().rev();
    let own = headers.find(|(name, _)| name.eq_ignore_ascii_case("anthropic-version"));
    own.map(|(_, value)| value.as_str())
}
