//! Encodes requests.

mod assistant;
mod attached;
mod body;
mod messages;
mod options;
mod parts;
mod reasoning;
mod tool_results;
mod tools;

use crate::ChatCompletions;
use body::WireBody;
use bytes::Bytes;
use http::Request;
use kei_router_core::codec::{Codec, Target};
use kei_router_core::encode::{self, CallIds, Draft};
use kei_router_core::{ChatRequest, LlmError, Warning};

/// The name of this wire, under which models may take other efforts than on others.
const FORMAT: &str = "chat-completions";

/// Encodes a request, and reports what was omitted.
pub(crate) fn encode(
    codec: &ChatCompletions,
    request: &ChatRequest,
    target: &Target<'_>,
) -> Result<(Request<Bytes>, Vec<Warning>), LlmError> {
    let (dialect, vendor) = (&codec.dialect, codec.descriptor.name.as_ref());
    let ids = CallIds::new(|_| true, dialect.max_call_id.unwrap_or(usize::MAX));
    let info = codec.model_info(target.model);
    let mut draft =
        Draft::new(request, *target, vendor, &dialect.support, info).on_wire(FORMAT, ids);
    options::write(&mut draft, dialect)?;
    let tools = tools::write(&mut draft, dialect)?;
    let messages = messages::write(&mut draft, dialect)?;
    let (members, warnings) = draft.finish();
    let body = WireBody { model: target.model, stream: true, messages, tools, members };
    let body = encode::body(&body, request, vendor)?;
    Ok((target.post(&codec.descriptor, &[], request, body)?, warnings))
}

#[cfg(test)]
mod tests;
