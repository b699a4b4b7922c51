//! Encodes requests.

mod assistant;
mod body;
mod messages;
mod options;
mod parts;
mod tool_results;
mod tools;

use crate::{Dialect, Responses};
use body::WireBody;
use bytes::Bytes;
use http::Request;
use kei_router_core::codec::{Codec, Target};
use kei_router_core::encode::{self, CallIds, Draft};
use kei_router_core::{ChatRequest, LlmError, Warning};
use serde_json::Value;

/// The name of this wire, under which models may take other efforts than on others.
const FORMAT: &str = "responses";
/// The maximum number of bytes of a call's id.
const MAX_CALL_ID: usize = 64;

/// Encodes a request, and reports what was omitted.
pub(crate) fn encode(
    codec: &Responses,
    request: &ChatRequest,
    target: &Target<'_>,
) -> Result<(Request<Bytes>, Vec<Warning>), LlmError> {
    let (dialect, vendor) = (&codec.dialect, codec.descriptor.name.as_ref());
    let ids = CallIds::new(|_| true, MAX_CALL_ID).unique();
    let info = codec.model_info(target.model);
    let mut draft =
        Draft::new(request, *target, vendor, &dialect.support, info).on_wire(FORMAT, ids);
    options::write(&mut draft, dialect)?;
    let tools = tools::write(&mut draft, dialect)?;
    let input = messages::write(&mut draft, dialect)?;
    let instructions = if input.has_system { "" } else { &request.system };
    let (members, warnings) = draft.finish();
    let body = WireBody {
        model: target.model,
        stream: true,
        instructions,
        input: input.items,
        tools,
        members,
    };
    let body = encode::body(&body, request, vendor)?;
    Ok((target.post(&codec.descriptor, &[], request, body)?, warnings))
}

/// Whether the vendor stores responses, so that what it made can be named by its id. The
/// request's own word, in `extra_body`, wins; where nobody says, vendors do store.
fn stores(draft: &Draft<'_>, dialect: &Dialect) -> bool {
    let own = draft.extra("store").and_then(Value::as_bool);
    own.or(dialect.store).unwrap_or(true)
}

#[cfg(test)]
mod tests;
