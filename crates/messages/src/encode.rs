//! Encodes requests.

mod body;
mod history;
mod marks;
mod media;
mod messages;
mod options;
mod parts;
#[cfg(test)]
mod tests;
mod tool_results;
mod tools;

pub use options::thinking;

use crate::{Dialect, FORMAT, Messages};
use body::{System, SystemBlock, WireBody};
use bytes::Bytes;
use http::{HeaderName, Request};
use kei_router_core::codec::{Codec, Target};
use kei_router_core::encode::{self, CallIds, Draft};
use kei_router_core::{CacheTtl, ChatRequest, LlmError, Warning};

/// The header of the version.
pub(crate) const VERSION: HeaderName = HeaderName::from_static("anthropic-version");
const BETA: HeaderName = HeaderName::from_static("anthropic-beta");

/// Encodes a request, and reports what was omitted.
pub(crate) fn encode(
    codec: &Messages,
    request: &ChatRequest,
    target: &Target<'_>,
) -> Result<(Request<Bytes>, Vec<Warning>), LlmError> {
    let (dialect, vendor) = (&codec.dialect, codec.descriptor.name.as_ref());
    let info = codec.model_info(target.model);
    let mut draft =
        Draft::new(request, *target, vendor, &dialect.support, info).on_wire(FORMAT, ids());
    let version = options::write(&mut draft, dialect)?;
    draft.check_calls()?;
    let mut messages = messages::write(&mut draft, dialect)?;
    history::repair(&mut messages, &mut draft)?;
    let marks = marks::order(&mut messages, &mut draft, dialect)?;
    let tools = tools::write(&mut draft, marks.tools)?;
    let (members, warnings) = draft.finish();
    let body = WireBody {
        model: dialect.model_in_body.then_some(target.model),
        stream: dialect.stream_in_body.then_some(true),
        system: system(request, marks.system),
        messages,
        tools,
        members,
    };
    let body = encode::body(&body, request, vendor)?;
    let betas = dialect.betas.join(",");
    let headers = headers(dialect, version, &betas);
    Ok((target.post(&codec.descriptor, &headers, request, body)?, warnings))
}

/// Ids of calls: letters, digits, `_` and `-`, each id once.
fn ids<'a>() -> CallIds<'a> {
    let legal = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    CallIds::new(legal, usize::MAX).unique()
}

fn headers<'a>(
    dialect: &Dialect,
    version: Option<&'a str>,
    betas: &'a str,
) -> Vec<(HeaderName, &'a str)> {
    let version = version.filter(|_| !dialect.version_in_body).map(|version| (VERSION, version));
    let in_header = !dialect.betas_in_body && !betas.is_empty();
    version.into_iter().chain(in_header.then_some((BETA, betas))).collect()
}

fn system(request: &ChatRequest, mark: Option<CacheTtl>) -> Option<System<'_>> {
    let text = Some(&*request.system).filter(|text| !text.trim().is_empty())?;
    Some(match mark {
        Some(ttl) => System::Blocks([SystemBlock { text, cache_control: ttl.into() }]),
        None => System::Plain(text),
    })
}
