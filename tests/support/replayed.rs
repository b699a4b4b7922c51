//! A vendor's provider over a response of its own making: what the stream yields.

use crate::VendorWire;
use futures_util::stream;
use kei_router::{ChatRequest, LlmError, Message, Provider, Reply};
use kei_router_testkit::laws::{self, Item};
use kei_router_testkit::{Replay, ReplayTransport};
use std::sync::Arc;

impl VendorWire {
    /// What the stream of a response yields. The laws of a stream are checked.
    ///
    /// # Errors
    /// What goes wrong before the stream begins.
    ///
    /// # Panics
    /// If a law is broken.
    pub async fn stream(&self, response: Replay) -> Result<Vec<Item>, LlmError> {
        let provider = self.over(Arc::new(ReplayTransport::new(response)));
        let request = ChatRequest::new([Message::user("Hi")]).max_tokens(100);
        lawful(&self.name(), provider.as_ref(), &request).await
    }

    /// The reply that the stream of this body gives.
    ///
    /// # Panics
    /// If it ends with an error.
    pub async fn reply(&self, body: impl Into<String>) -> Reply {
        let items = self.stream(Replay::sse(body.into())).await.expect("it begins");
        collected(items).await.unwrap_or_else(|error| panic!("{}: {error:?}", self.name()))
    }

    /// The error that ends the stream of this body.
    ///
    /// # Panics
    /// If there is none.
    pub async fn stream_error(&self, body: impl Into<String>) -> LlmError {
        let mut items = self.stream(Replay::sse(body.into())).await.expect("it begins");
        let last = items.pop().expect("something comes");
        last.err().unwrap_or_else(|| panic!("{}: no error", self.name()))
    }

    /// The error with which this response is refused before its stream begins.
    ///
    /// # Panics
    /// If it is not refused.
    pub async fn refusal(&self, response: Replay) -> LlmError {
        let refused = self.stream(response).await;
        refused.err().unwrap_or_else(|| panic!("{}: it is not refused", self.name()))
    }
}

/// Everything that the provider's stream yields; the laws of a stream are checked.
pub(crate) async fn lawful(
    name: &str,
    provider: &dyn Provider,
    request: &ChatRequest,
) -> Result<Vec<Item>, LlmError> {
    let collected = laws::collect(provider.stream(request).await?).await;
    collected.check().unwrap_or_else(|broken| panic!("{name}: {broken:?}"));
    Ok(collected.items)
}

pub(crate) async fn collected(items: Vec<Item>) -> Result<Reply, LlmError> {
    Reply::collect(Box::pin(stream::iter(items))).await
}
