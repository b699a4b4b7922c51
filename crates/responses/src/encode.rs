//! From a request to the HTTP request.

mod assistant;
mod body;
mod draft;
mod media;
mod messages;
mod options;
mod tool_results;
mod tools;

pub use draft::Draft;

use crate::Responses;
use body::WireBody;
use bytes::Bytes;
use http::Request;
use kei_router_core::{ChatRequest, LlmError, Target, Warning, body_with_extra};

/// Writes a request, and says what it lost on its way.
pub(crate) fn encode(
    codec: &Responses,
    request: &ChatRequest,
    target: &Target<'_>,
) -> Result<(Request<Bytes>, Vec<Warning>), LlmError> {
    let mut draft = Draft::new(codec, request, *target);
    options::write(&mut draft)?;
    let tools = tools::write(&mut draft)?;
    let input = messages::write(&mut draft)?;
    let instructions = if codec.dialect.system_role.is_none() { &request.system } else { "" };
    let (members, warnings) = draft.finish();
    let body = WireBody { model: target.model, stream: true, instructions, input, tools, members };
    let body = body_with_extra(&body, &request.extra_body)?;
    Ok((target.post(&codec.descriptor, &[], request, body)?, warnings))
}

#[cfg(test)]
mod tests;
