//! From a request to a stream: everything that `.await` on `stream()` covers.

use super::EventStream;
use super::accept::accept;
use super::stream::Engine;
use super::verdict::Origin;
use crate::framing::Framer;
use crate::{
    ChatRequest, Codec, Endpoint, Exchange, LlmError, RateLimit, Role, Secret, Started, Target,
    Timeouts, Transport, Turn,
};
use std::sync::Arc;

/// Where a call goes, and how far it may go.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Call {
    /// The URL to post to.
    pub endpoint: Endpoint,
    /// The key; `None` for a server that wants none.
    pub key: Option<Secret>,
    /// The provider's model, for a request that names none.
    pub model: String,
    /// Whether the endpoint is the caller's own, and not the vendor's.
    pub custom: bool,
    /// The provider's budgets of time.
    pub timeouts: Timeouts,
    /// Bounds on the answer's size.
    pub limits: Limits,
    /// Whether a key may go over plain HTTP to another machine.
    pub allow_cleartext: bool,
}

/// Bounds on the size of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// One event, in bytes. 16 MiB by default.
    pub event_bytes: usize,
    /// The whole message, in bytes of text, reasoning and arguments. 64 MiB by default.
    pub message_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { event_bytes: 16 << 20, message_bytes: 64 << 20 }
    }
}

impl Call {
    /// A call with the default budgets and bounds.
    pub fn new(endpoint: Endpoint, key: Option<Secret>, model: impl Into<String>) -> Self {
        Self {
            endpoint,
            key,
            model: model.into(),
            custom: false,
            timeouts: Timeouts::default(),
            limits: Limits::default(),
            allow_cleartext: false,
        }
    }
}

/// Sends `request` and resolves when the answer has begun.
///
/// # Errors
/// Everything that goes wrong until the headers are there: a request that cannot be sent, no
/// connection, a budget that ran out, any status but 2xx, an error body under status 200.
pub async fn open<C: Codec>(
    codec: Arc<C>,
    transport: &dyn Transport,
    request: &ChatRequest,
    call: Call,
) -> Result<EventStream, LlmError> {
    let name = codec.descriptor().name.clone();
    let named = |error: LlmError| error.with_provider(name.clone());
    check(request).map_err(named)?;
    let model = request.model.clone().unwrap_or_else(|| call.model.clone());
    let target = Target {
        endpoint: &call.endpoint,
        key: call.key.as_ref(),
        model: &model,
        custom: call.custom,
    };
    let encoded = codec.encode(request, &target).map_err(named)?;
    let mut exchange = Exchange::new(encoded.request);
    exchange.timeouts = request.timeouts.or(call.timeouts);
    exchange.allow_cleartext = call.allow_cleartext;
    let answer = transport.send(exchange).await.map_err(named)?;
    let (answer, first) = accept(codec.as_ref(), answer, call.key.as_ref()).await?;

    let mut framer = Framer::new(encoded.framing, call.limits.event_bytes);
    framer.feed(first);
    let mut started = Started { provider: name.into_owned(), ..Started::default() };
    started.request_id = answer.head.request_id();
    started.rate_limit = RateLimit::from_headers(&answer.head.headers);
    let mut turn = Turn::new(started, call.limits.message_bytes);
    turn.forewarn(encoded.warnings);
    let origin = Origin { codec, head: answer.head, key: call.key, model };
    Ok(Box::pin(Engine::new(origin, encoded.decoder, framer, answer.body, turn)))
}

fn check(request: &ChatRequest) -> Result<(), LlmError> {
    if request.messages.is_empty() {
        return Err(LlmError::bad_request("there is no message"));
    }
    let stranger = request.messages.iter().position(|m| matches!(m.role, Role::Other(_)));
    match stranger {
        Some(at) => Err(LlmError::bad_request(format!(
            "message {at} has a role other than user, assistant and tool"
        ))),
        None => Ok(()),
    }
}
